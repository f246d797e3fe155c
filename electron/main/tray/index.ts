export { openTray } from './tray.ts'
