export { Help } from './help.tsx'
export type { Task } from './pages.ts'
