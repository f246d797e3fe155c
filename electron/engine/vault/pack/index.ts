export { forgetReadAhead, readBlob, requirePlace } from './blob-reader.ts'
export { BlobWriter } from './blob-writer.ts'
export { PackBuilder } from './pack-builder.ts'
export { openBlob, type SealedBlob, sealBlob } from './sealed-blob.ts'
