import type { Backend } from '#engine/backends/index.ts'
import type { Clock, Random } from '#engine/kernel/index.ts'
import { fail } from '#shared/errors/index.ts'
import { SALT_BYTES, type ScryptCost } from './crypto/scrypt.ts'
import { IV_BYTES, type SealKey } from './crypto/seal.ts'
import { idOf } from './format/ids.ts'
import { decodeKeyFile, encodeKeyFile, type KeyFile, openMasterKey, sealMasterKey } from './format/key-file.ts'
import { timestampFromNs } from './format/time.ts'
import type { Id, KeySlot } from './types.ts'

/** restic tries no more than this many key files. */
const MAX_TRIED = 20
/** Some 450 bytes are usual; what is longer than this is no key. */
export const MAX_KEY_BYTES = 64 * 1024

export type SlotLabel = { readonly username: string; readonly hostname: string }
export type SlotParts = {
  readonly backend: Backend
  readonly clock: Clock
  readonly random: Random
  readonly scryptCost: ScryptCost
}
export type KeyListing = {
  readonly slots: readonly { readonly slot: KeySlot; readonly file: KeyFile }[]
  /** Files among the keys that no secret opens, or that restic refuses. */
  readonly junkKeys: readonly Id[]
}

/**
 * The form of a secret that goes into scrypt: NFC, so that an accent typed on another system is the same accent.
 *
 * Throws KEY_106 for one that restic's password files could not carry: empty, or with blanks around it.
 */
export function normalizeSecret(secret: string): string {
  const normalized = secret.normalize('NFC')
  if (normalized === '' || normalized !== normalized.trim() || /[\r\n\0]/.test(normalized)) fail('KEY_106')
  return normalized
}

/** Reads all key files. One that is none must not keep people out, as it does with restic, so it is told apart. */
export async function listSlots(backend: Backend): Promise<KeyListing> {
  const slots: { slot: KeySlot; file: KeyFile }[] = []
  const junkKeys: Id[] = []
  const names = (await backend.list('key')).map(({ name }) => name).sort()
  for (const id of names) {
    const bytes = await backend.read({ kind: 'key', name: id }, { offset: 0, length: MAX_KEY_BYTES + 1 })
    if (!bytes) continue
    const file = bytes.length > MAX_KEY_BYTES ? undefined : decodeKeyFile(bytes)
    if (!file || idOf(bytes) !== id) junkKeys.push(id)
    if (file) slots.push({ file, slot: toSlot(id, file) })
  }
  return { slots, junkKeys }
}

function toSlot(id: Id, { createdAt, username, hostname }: KeyFile): KeySlot {
  return { id, createdAt, username, hostname }
}

/** The master key by the first slot the secret opens. Throws KEY_101, or VAULT_104 when a damaged slot may be the reason. */
export async function unlock(
  { slots, junkKeys }: KeyListing,
  secret: string,
): Promise<{ readonly slot: KeySlot; readonly masterKey: SealKey }> {
  // restic takes the bytes of a password as they were typed, also those of an accent that another system takes apart.
  for (const form of new Set([secret.normalize('NFC'), secret]))
    for (const { slot, file } of slots.slice(0, MAX_TRIED)) {
      const masterKey = await openMasterKey(file, form)
      if (masterKey) return { slot, masterKey }
    }
  return fail(slots.length === 0 || junkKeys.length > 0 ? 'VAULT_104' : 'KEY_101')
}

/**
 * A sealed slot that is proven to open but not stored yet: the slow part, so that storing it afterwards takes only a moment.
 *
 * Throws KEY_106, VAULT_112.
 */
export async function prepareSlot(
  parts: SlotParts,
  masterKey: SealKey,
  secret: string,
  label: SlotLabel,
): Promise<Uint8Array> {
  const { clock, random, scryptCost: cost } = parts
  const normalized = normalizeSecret(secret)
  const salt = random.bytes(SALT_BYTES)
  const sealedMasterKey = await sealMasterKey(masterKey, normalized, { salt, cost }, random.bytes(IV_BYTES))
  const bytes = encodeKeyFile({ createdAt: timestampFromNs(clock.nowNs()), ...label, cost, salt, sealedMasterKey })
  const file = decodeKeyFile(bytes)
  const opened = file && (await openMasterKey(file, normalized))
  return opened && isSameKey(opened, masterKey) ? bytes : fail('VAULT_112')
}

/** Stores a prepared slot and reads it back. Throws VAULT_112, DEST_…, and leaves nothing then. */
export async function storeSlot(backend: Backend, bytes: Uint8Array): Promise<KeySlot> {
  const id = idOf(bytes)
  const name = { kind: 'key', name: id } as const
  try {
    await backend.write(name, bytes)
    const stored = await backend.read(name)
    const file = stored && idOf(stored) === id ? decodeKeyFile(stored) : undefined
    return file ? toSlot(id, file) : fail('VAULT_112')
  } catch (error) {
    await backend.remove(name).catch(() => undefined)
    throw error
  }
}

/** True for two names of one key. */
export function isSameKey(left: SealKey, right: SealKey): boolean {
  return (['encrypt', 'macK', 'macR'] as const).every((part) => Buffer.compare(left[part], right[part]) === 0)
}
