export { KIT_WORDS, type Kit, makeKit, pickProofPositions, plainWord, readKit } from './kit.ts'
