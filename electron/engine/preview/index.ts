export { imageTypeOf, isShowable } from './image.ts'
export { type PreviewSource, readPreview } from './read-preview.ts'
