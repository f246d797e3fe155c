export { Help, type HelpProps } from './help.tsx'
export type { Task } from './pages.ts'
