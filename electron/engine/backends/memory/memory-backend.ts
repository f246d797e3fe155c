import { fail } from '#shared/errors/index.ts'
import type { Backend, FileRef } from '../backend.ts'
import { isSingle, isVaultFileName, pathPartsOf } from '../file-kind.ts'

export type MemoryBackend = Backend & {
  /** All files by path (`data/ab/abcd…`), for tests that look at or damage what is stored. */
  readonly files: Map<string, Uint8Array>
}

/** A vault that lives as long as the process: for tests. */
export function memoryBackend(): MemoryBackend {
  const files = new Map<string, Uint8Array>()
  let isCreated = false
  const pathOf = (file: FileRef) => {
    if (!isCreated) fail('DEST_101')
    return pathPartsOf(file).join('/')
  }
  return {
    files,
    capabilities: { removable: false, parallelCalls: 4 },
    async create() {
      isCreated = true
    },
    async write(file, bytes) {
      files.set(pathOf(file), Uint8Array.from(bytes))
    },
    async read(file, range) {
      const bytes = files.get(pathOf(file))
      return range ? bytes?.slice(range.offset, range.offset + range.length) : bytes?.slice()
    },
    async stat(file) {
      const bytes = files.get(pathOf(file))
      return bytes && { sizeBytes: bytes.length }
    },
    async list(kind) {
      if (isSingle(kind)) {
        const single = files.get(pathOf({ kind, name: '' }))
        return single ? [{ name: '', sizeBytes: single.length }] : []
      }
      pathOf({ kind: 'config', name: '' })
      const entries = []
      for (const [path, bytes] of files) {
        const name = path.slice(path.lastIndexOf('/') + 1)
        if (isVaultFileName(name) && pathOf({ kind, name }) === path) entries.push({ name, sizeBytes: bytes.length })
      }
      return entries
    },
    async remove(file) {
      files.delete(pathOf(file))
    },
    async clearLeftovers() {},
    async holdsForeignThings() {
      pathOf({ kind: 'config', name: '' })
      return false
    },
    async freeBytes() {
      return undefined
    },
    async close() {},
  }
}
