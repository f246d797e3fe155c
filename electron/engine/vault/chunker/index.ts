export { Chunker, MAX_CHUNK_BYTES, MIN_CHUNK_BYTES } from './chunker.ts'
export { CHUNKER_DEGREE, degreeOf, isIrreducible, type Polynomial, randomPolynomial } from './polynomial.ts'
