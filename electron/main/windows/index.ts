export { handOverPorts } from './hand-over.ts'
export { keepMainWindow, type MainWindow } from './main-window.ts'
export { onWhite } from './on-white.ts'
