import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { ProtectParts } from '#engine/jobs/index.ts'
import { writeFileAtomic } from '#engine/kernel/index.ts'
import { protectionBookSchema } from '#shared/domain/index.ts'

/** A small file for each place, beside the settings. One that does not read counts as lost: everything is prolonged once more. */
export function protectionBooks(dataFolder: string): ProtectParts['books'] {
  const fileOf = (replicaId: string) => path.join(dataFolder, `protection-${replicaId.slice(0, 16)}.json`)
  return {
    async load(replicaId) {
      const text = await readFile(fileOf(replicaId), 'utf8').catch(() => undefined)
      if (text === undefined) return undefined
      try {
        return protectionBookSchema.parse(JSON.parse(text))
      } catch {
        return undefined
      }
    },
    save: (replicaId, book) => writeFileAtomic(fileOf(replicaId), JSON.stringify(book)),
  }
}
