export { type BookParts, DiskBook, sealsOf } from './book.ts'
export { Rotation, type RotationParts } from './rotation.ts'
export { requireDisk, type SwapParts, swapRunner } from './swap.ts'
