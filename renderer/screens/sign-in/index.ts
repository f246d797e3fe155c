export { ChoosePin } from './choose-pin.tsx'
export { SignIn } from './sign-in.tsx'
