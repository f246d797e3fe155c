export { type PreviewSource, readPreview } from './read-preview.ts'
