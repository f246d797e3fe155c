import { newMachineSecret, type Session, signsIn, takeOverKeyLabel } from '#engine/session/index.ts'
import { type Settings, settingsSchema } from '#engine/settings/index.ts'
import { contains, requireSources } from '#engine/setup/index.ts'
import type { Vault } from '#engine/vault/index.ts'
import { type NewSource, type Place, pathsOf, sourceIdSchema } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { computerOf, planOf } from './computers.ts'
import type { OpenRescue, Rescue, RescueParts } from './rescue.ts'

export type TakeOverRequest = {
  /** Whose copies this computer goes on with. */
  readonly computer: string
  readonly clinicName: string
  readonly sources: readonly NewSource[]
  readonly withoutKeychain: boolean
}
export type TakeOverParts = RescueParts & {
  readonly rescue: Rescue
  /** Puts the typed passwords of databases into the keychain. Throws DB_107, KEY_103. */
  readonly keepPasswords: (sources: readonly NewSource[], isKeychainMissing: boolean) => Promise<void>
}

/**
 * Makes this computer the clinic's: a key of its own in the vault, its label the sign that the computer before reads; the plan's tag, so
 * that the copies go on; the settings last, so that what breaks off midway leaves this computer as it was.
 *
 * Throws NEW_102, KEY_103 unless `withoutKeychain`, SET_103, SET_104, SRC_101, DB_…, DEST_….
 */
export async function takeOver(parts: TakeOverParts, request: TakeOverRequest): Promise<Settings> {
  const { host, random, rescue, session } = parts
  const open = rescue.require()
  const { vault, kit } = open
  if (session.state.kind !== 'fresh') fail('SET_102')
  await requireSources(request.sources)
  requireApart(open.place, request.sources)
  const { isAvailable } = await host.probeKeychain({})
  if (!isAvailable && !request.withoutKeychain) fail('KEY_103')
  await parts.keepPasswords(request.sources, !isAvailable)
  const place = await keptPlace(parts, open, isAvailable)
  const planTag = planTagOf(open, request.computer) ?? `plano-${random.uuid()}`
  const knownSigns = await signsIn(vault, planTag)
  const secret = newMachineSecret(random)
  // Where this computer keeps no secrets nobody keeps this one: then the key is the sign and nothing else.
  const slot = await vault.addKey(secret, takeOverKeyLabel(planTag))
  try {
    const account = `vault:${Buffer.from(random.bytes(32)).toString('hex')}`
    if (isAvailable) await host.writeSecret({ account, secret })
    const settings = settingsSchema.parse({
      version: 2,
      clinicName: request.clinicName.trim(),
      planTag,
      sources: request.sources.map((source) => ({ ...source, id: sourceIdSchema.parse(random.uuid()) })),
      vault: { id: vault.config.id, place: await boundPlace(session, vault, place) },
      key: isAvailable ? { kind: 'keychain', account, slotId: slot.id } : { kind: 'kit-each-start' },
      takeOver: { signId: slot.id, knownSigns },
    })
    await parts.settings.save(settings)
    await session.adopt(settings, isAvailable ? secret : kit.password)
    return settings
  } catch (error) {
    // Nobody went on: the computer before must not read that somebody did.
    await vault.removeKey(slot.id).catch(() => undefined)
    throw error
  }
}

/** The computer before goes on after all: its own sign, after which the other one reads that it is not the last. Throws as `withVault` does. */
export async function goOnHere({ session, random }: Pick<TakeOverParts, 'session' | 'random'>): Promise<void> {
  const sign = await session.withVault(async (vault, { planTag }) => {
    const knownSigns = await signsIn(vault, planTag)
    const { id } = await vault.addKey(newMachineSecret(random), takeOverKeyLabel(planTag))
    return { signId: id, knownSigns }
  })
  await session.changeSettings((settings) => ({ ...settings, takeOver: sign }))
}

const planTagOf = ({ snapshots }: OpenRescue, computer: string): string | undefined =>
  snapshots
    .filter((snapshot) => computerOf(snapshot) === computer)
    .map(planOf)
    .find((tag) => tag !== undefined)

function requireApart(place: Place, sources: readonly NewSource[]): void {
  if (place.kind !== 'local') return
  const isTangled = (source: string) => contains(source, place.path) || contains(place.path, source)
  if (sources.flatMap(pathsOf).some(isTangled)) fail('SET_104')
}

/** The place with its secret in the keychain under a new name. A place that asks for one cannot do without a keychain. */
async function keptPlace(
  { host, random }: TakeOverParts,
  { place, secret }: OpenRescue,
  isAvailable: boolean,
): Promise<Place> {
  if (place.kind === 'local' || secret === undefined) return place
  if (!isAvailable) fail('KEY_103')
  const secretRef = `place:${random.uuid()}`
  await host.writeSecret({ account: secretRef, secret })
  return { ...place, secretRef }
}

/** A disk is known by what it is from now on. */
const boundPlace = async (session: Session, vault: Vault, place: Place): Promise<Place> =>
  place.kind === 'local' ? session.bindDisk(vault, place) : place
