import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { writeFileAtomic } from '#engine/kernel/index.ts'
import {
  clinicIdentitySchema,
  diskSetSchema,
  networkPolicySchema,
  neverDelete,
  placeSchema,
  replicaIdSchema,
  retentionPolicySchema,
  schedulePolicySchema,
  sourceSchema,
} from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { migrated } from './migrate.ts'

const slotId = z.string().regex(/^[0-9a-f]{64}$/)

/** One repository of the vault, and where it lies. */
export const vaultPlaceSchema = z.object({
  id: replicaIdSchema,
  place: placeSchema,
  /** What the clinic calls it. */
  name: z.string().trim().min(1).max(60).optional(),
  /** Whether it stands outside the clinic; by its kind when nobody said. */
  outside: z.boolean().optional(),
})
export type VaultPlace = z.infer<typeof vaultPlaceSchema>

/** How the file is written today; `migrated` reads every earlier one. */
export const SETTINGS_VERSION = 2

/**
 * What the clinic decided on this computer. A file of its own, because the catalogue is a cache that may be thrown away.
 * No secret is in it: `keyAccount` only names the keychain entry.
 */
export const settingsSchema = z.object({
  version: z.literal(SETTINGS_VERSION),
  clinicName: z.string().min(1),
  /** By what numbers the state knows it. */
  identity: clinicIdentitySchema.omit({ name: true }).optional(),
  /** Tag of every copy this plan makes; copies are grouped by it, never by path or computer name. */
  planTag: z.string().regex(/^plano-[0-9a-f-]{36}$/),
  sources: z.array(sourceSchema).min(1),
  /** Where copies are made. */
  vault: vaultPlaceSchema,
  /** Other places of the same vault, which are brought up to it. */
  replicas: z.array(vaultPlaceSchema).default([]),
  /** In which order copies look for a place, where somebody changed it. What it does not name comes after, as it was added. */
  order: z.array(replicaIdSchema).optional(),
  /** Which of the replicas are disks that leave the building, and when they are swapped. Absent while there are none. */
  diskSet: diskSetSchema.optional(),
  /** For how long copies are kept; two people decide each time anything is removed. */
  retention: retentionPolicySchema.default(neverDelete),
  /** Every byte of every replica is read again within so many days. */
  proveEveryDays: z.number().int().min(2).max(366).default(30),
  /** How much may be lost, and when work begins by itself. */
  schedule: schedulePolicySchema.prefault({}),
  /** How places on a network are reached. */
  network: networkPolicySchema.prefault({}),
  /** Present where this computer went on with the copies of another one: its own sign of that in the vault, and those that were there before. */
  takeOver: z.object({ signId: slotId, knownSigns: z.array(slotId) }).optional(),
  key: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('keychain'), account: z.string(), slotId }),
    z.object({ kind: z.literal('kit-each-start') }),
  ]),
})
export type Settings = z.infer<typeof settingsSchema>

export type SettingsFile = {
  /** Undefined while nothing is set up. A file that does not read is no fresh computer: throws SET_106, and nothing is written. */
  load(): Promise<Settings | undefined>
  save(settings: Settings): Promise<void>
}

/** Keeps the settings in one JSON file, replaced as a whole. */
export function settingsFile(file: string): SettingsFile {
  return {
    async load() {
      let text: string
      try {
        text = await readFile(file, 'utf8')
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
      try {
        return settingsSchema.parse(migrated(JSON.parse(text)))
      } catch (cause) {
        return fail('SET_106', {}, { cause })
      }
    },
    async save(settings) {
      await writeFileAtomic(file, `${JSON.stringify(settingsSchema.parse(settings), null, 2)}\n`)
    },
  }
}
