export { KIT_WORDS, type Kit, kitWordList, makeKit, pickProofPositions, plainWord, readKit } from './kit.ts'
export { KitBook, type KitPage } from './kit-book.ts'
