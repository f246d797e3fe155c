import { z } from 'zod'
import { deriveKey, isBearableCost, SALT_BYTES, type ScryptCost } from '../crypto/scrypt.ts'
import { type SealKey, seal, unseal } from '../crypto/seal.ts'
import { readJson } from './document.ts'
import { encodeGoJson } from './json.ts'
import { base64Schema, timestampSchema } from './schemas.ts'

const isZero = (bytes: Uint8Array) => bytes.every((byte) => byte === 0)
const keyBytes = (length: number) => base64Schema.refine((bytes) => bytes.length === length && !isZero(bytes))

const keyFileSchema = z.object({
  created: timestampSchema.nullish(),
  username: z.string().nullish(),
  hostname: z.string().nullish(),
  kdf: z.literal('scrypt'),
  N: z.int(),
  r: z.int(),
  p: z.int(),
  salt: base64Schema.refine((salt) => salt.length === SALT_BYTES),
  data: base64Schema,
})
const masterKeySchema = z.object({
  mac: z.object({ k: keyBytes(16), r: keyBytes(16) }),
  encrypt: keyBytes(32),
})

/** A password slot as stored in `keys/` (restic-format 2.1): plain JSON around the sealed master key. */
export type KeyFile = {
  readonly createdAt: string
  readonly username: string
  readonly hostname: string
  readonly cost: ScryptCost
  readonly salt: Uint8Array
  readonly sealedMasterKey: Uint8Array
}

/** Reads a key file; undefined for anything that no secret could ever open. */
export function decodeKeyFile(bytes: Uint8Array): KeyFile | undefined {
  const file = readJson(keyFileSchema, Buffer.from(bytes).toString('utf8'))
  if (!file || !isBearableCost(file)) return undefined
  return {
    createdAt: file.created ?? '0001-01-01T00:00:00Z',
    username: file.username ?? '',
    hostname: file.hostname ?? '',
    cost: { N: file.N, r: file.r, p: file.p },
    salt: file.salt,
    sealedMasterKey: file.data,
  }
}

/** The bytes of a key file; its name is their SHA-256. */
export function encodeKeyFile(file: KeyFile): Uint8Array {
  const { createdAt, username, hostname, cost, salt, sealedMasterKey } = file
  const json = encodeGoJson({
    created: createdAt,
    username,
    hostname,
    kdf: 'scrypt',
    N: cost.N,
    r: cost.r,
    p: cost.p,
    salt: Buffer.from(salt).toString('base64'),
    data: Buffer.from(sealedMasterKey).toString('base64'),
  })
  return Buffer.from(json)
}

/** Seals a master key under a secret. */
export async function sealMasterKey(
  masterKey: SealKey,
  secret: string,
  slot: Pick<KeyFile, 'salt' | 'cost'>,
  iv: Uint8Array,
): Promise<Uint8Array> {
  return seal(await deriveKey(secret, slot.salt, slot.cost), iv, encodeMasterKey(masterKey))
}

/** The master key, or undefined when the secret is not this slot's. */
export async function openMasterKey(file: KeyFile, secret: string): Promise<SealKey | undefined> {
  const plain = unseal(await deriveKey(secret, file.salt, file.cost), file.sealedMasterKey)
  return plain && decodeMasterKey(plain)
}

function encodeMasterKey({ macK, macR, encrypt }: SealKey): Uint8Array {
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
  return Buffer.from(encodeGoJson({ mac: { k: base64(macK), r: base64(macR) }, encrypt: base64(encrypt) }))
}

function decodeMasterKey(plain: Uint8Array): SealKey | undefined {
  const key = readJson(masterKeySchema, Buffer.from(plain).toString('utf8'))
  return key && { encrypt: key.encrypt, macK: key.mac.k, macR: key.mac.r }
}
