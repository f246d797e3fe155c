export { BACKGROUND, type LoginStart, openLoginStart } from './login-start.ts'
