export { handOverPorts } from './hand-over.ts'
export { openMainWindow, showWindow } from './main-window.ts'
