import { readFile } from 'node:fs/promises'
import { isOpenPlace, type OpenPlace, type PlaceAccess } from '#engine/backends/index.ts'
import { placeSchema } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'

/** Here, so that whoever works on a folder loads nothing of networks. */
export { openBackend } from '#engine/backends/index.ts'

export type WrittenPlace = { readonly place: OpenPlace; readonly access: PlaceAccess }

/**
 * A place on a network, from a file with its JSON (`shared/domain/places.ts`, without `secretRef`) and one with its password or key.
 *
 * Throws APP_002 that names the option.
 */
export async function readPlace(file: string, secretFile: string | undefined): Promise<WrittenPlace> {
  const place = await readFile(file, 'utf8').then(parsePlace, () => undefined)
  if (!place) return fail('APP_002', { detail: '--place' })
  if (secretFile === undefined) return { place, access: {} }
  const secret = await readFile(secretFile, 'utf8').catch(() => fail('APP_002', { detail: '--secret-file' }))
  // the line that editors end a password with is not part of it; a key needs it
  return { place, access: { secret: secret.includes('PRIVATE KEY') ? secret : secret.replace(/\r?\n$/, '') } }
}

function parsePlace(text: string): OpenPlace | undefined {
  try {
    const read = placeSchema.safeParse({ secretRef: 'cli', ...(JSON.parse(text) as object) })
    return read.success && isOpenPlace(read.data) ? read.data : undefined
  } catch {
    return undefined
  }
}
