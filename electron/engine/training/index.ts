export { TrainingBook } from './book.ts'
