import { createHmac } from 'node:crypto'
import type { Settings } from '#engine/settings/index.ts'
import type { AccountId } from '#shared/domain/index.ts'

const DIGITS = 6

/** What stands for a name in a packet: only who has the key can tell of what. Short, because it is read out on the telephone. */
export const signOf = (key: Uint8Array, name: string): string =>
  `#${createHmac('sha256', key).update(name).digest('hex').slice(0, DIGITS)}`

type Known = { readonly what: 'source' | 'place' | 'disk' | 'person'; readonly name: string }
type Person = { readonly accountId: AccountId; readonly name: string }

/** The clinic's own things that a sign stands for, under the names the clinic knows. `typed` with or without its # and in any case. */
export function findSign(
  key: Uint8Array,
  typed: string,
  settings: Settings | undefined,
  people: readonly Person[],
): Known[] {
  const sign = `#${typed.trim().replace(/^#/, '').toLowerCase()}`
  const found: Known[] = []
  const look = (what: Known['what'], name: string, thing: unknown) => {
    for (const text of textsIn(thing)) {
      if (signOf(key, text) !== sign) continue
      found.push({ what, name })
      return
    }
  }
  for (const source of settings?.sources ?? []) look('source', source.label, source)
  for (const disk of settings?.diskSet?.disks ?? []) look('disk', disk.label, disk)
  const places = settings ? [settings.vault, ...settings.replicas] : []
  for (const { name, ...place } of places) look('place', name ?? addressOf(place.place), { name, ...place })
  for (const { accountId, name } of people) look('person', name, [accountId, name])
  return found
}

/** Where it is, as the clinic knows it. */
function addressOf(place: Settings['vault']['place']): string {
  if (place.kind === 'local') return place.path
  if (place.kind === 'sftp') return place.host
  return place.kind === 's3' ? place.bucket : place.url
}

function* textsIn(value: unknown): IterableIterator<string> {
  if (typeof value === 'string') yield value
  else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) yield* textsIn(inner)
}
