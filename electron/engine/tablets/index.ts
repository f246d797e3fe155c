export { TabletBook } from './book.ts'
export { type TabletParts, Tablets } from './tablets.ts'
