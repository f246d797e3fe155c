export { saveText } from './save.ts'
export { shellParts } from './shell-parts.ts'
