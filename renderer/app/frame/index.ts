export { Frame, LoneFrame } from './frame.tsx'
