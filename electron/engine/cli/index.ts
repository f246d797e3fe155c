export { commandNames } from './options.ts'
