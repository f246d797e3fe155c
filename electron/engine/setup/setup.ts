import { mkdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { type Kit, makeKit, pickProofPositions, plainWord } from '#engine/kit/index.ts'
import {
  kitKeyLabel,
  machineKeyLabel,
  newMachineSecret,
  type Session,
  type SessionParts,
  vaultFolderIn,
} from '#engine/session/index.ts'
import { type Settings, settingsSchema } from '#engine/settings/index.ts'
import { serverPlace } from '#engine/snapshot/index.ts'
import { type CreateVaultOptions, createVault, type Vault } from '#engine/vault/index.ts'
import { type Goals, type NewSource, type PlaceOf, pathsOf, sourceIdSchema } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { inspectDestination, type KnownDisks } from './inspect-destination.ts'
import { writeReadMe } from './read-me.ts'

export type SetupRequest = {
  readonly clinicName: string
  readonly sources: readonly NewSource[]
  readonly destinationPath: string
}
export type SetupParts = SessionParts & {
  readonly session: Session
  /** Puts the typed passwords of databases into the keychain. Throws DB_107, KEY_103. */
  readonly keepPasswords: (sources: readonly NewSource[], isKeychainMissing: boolean) => Promise<void>
  /** The paper is in somebody's hands; what is kept of it is kept there. */
  readonly paper?: (words: readonly string[], vault: Vault) => Promise<void>
  /** Of what was chosen, what is not protected before the first area is proven. */
  readonly keepLater?: (sources: readonly NewSource[]) => Promise<void>
}
/** How the clinic begins: with which of the sources, by their place in the request, and with which goals. */
export type SetupStart = { readonly pilot?: readonly number[] | undefined; readonly goals?: Goals | undefined }
type Draft = {
  readonly request: SetupRequest
  readonly kit: Kit
  readonly proofPositions: readonly number[]
  readonly account: string
}

/**
 * From an empty computer to a vault with two keys: the machine's and the kit's.
 *
 * `begin` only thinks: choices and words stay in memory. `finish` proves the paper first and then makes everything, the settings file last,
 * so that a set-up that stops midway is no set-up.
 */
export class Setup {
  readonly #parts: SetupParts
  #draft: Draft | undefined

  constructor(parts: SetupParts) {
    this.#parts = parts
  }

  /** Throws SET_102 when already set up, SET_103/SRC_101/DB_105/DB_113 for sources, SET_104/DEST_…/VAULT_108 for the destination. */
  async begin(request: SetupRequest): Promise<{ kitWords: string[]; proofPositions: number[] }> {
    if (this.#parts.session.state.kind !== 'fresh') fail('SET_102')
    await requireSources(request.sources)
    await requireDestination(request, await this.#parts.session.disks())
    const { random } = this.#parts
    const kit = makeKit(random)
    const proofPositions = pickProofPositions(random)
    this.#draft = { request, kit, proofPositions, account: `vault:${Buffer.from(random.bytes(32)).toString('hex')}` }
    return { kitWords: [...kit.words], proofPositions }
  }

  /** Throws SET_101 without `begin`, KEY_105 for wrong words, KEY_103 without a keychain unless that was accepted, DB_107 for a database that nobody typed a password for, and what `begin` throws. */
  async finish(
    proof: readonly { readonly position: number; readonly word: string }[],
    withoutKeychain: boolean,
    { pilot, goals }: SetupStart = {},
  ): Promise<Settings> {
    const draft = this.#draft ?? fail('SET_101')
    const isFirst = (_source: NewSource, at: number) => pilot === undefined || pilot.includes(at)
    const first = draft.request.sources.filter(isFirst)
    if (first.length === 0) fail('SET_103')
    requireProof(draft, proof)
    await requireSources(draft.request.sources)
    await requireDestination(draft.request, await this.#parts.session.disks())
    const machineSecret = withoutKeychain ? undefined : await this.#storeMachineSecret(draft.account)
    await this.#parts.keepPasswords(draft.request.sources, withoutKeychain)
    const settings = await this.#makeVault(draft, machineSecret, first, goals)
    await this.#parts.keepLater?.(draft.request.sources.filter((source) => !first.includes(source)))
    await this.#parts.settings.save(settings)
    await this.#parts.session.adopt(settings, machineSecret ?? draft.kit.password)
    this.#draft = undefined
    return settings
  }

  async #storeMachineSecret(account: string): Promise<string> {
    const { isAvailable } = await this.#parts.host.probeKeychain({})
    if (!isAvailable) fail('KEY_103')
    const secret = newMachineSecret(this.#parts.random)
    await this.#parts.host.writeSecret({ account, secret })
    return secret
  }

  async #makeVault(
    draft: Draft,
    machineSecret: string | undefined,
    sources: readonly NewSource[],
    goals: Goals | undefined,
  ): Promise<Settings> {
    const { random, session } = this.#parts
    const folder = vaultFolderIn(draft.request.destinationPath)
    const place: PlaceOf<'local'> = { kind: 'local', path: folder }
    await mkdir(path.dirname(folder), { recursive: true })
    const kitKey = { secret: draft.kit.password, label: kitKeyLabel() }
    const secrets: CreateVaultOptions['secrets'] =
      machineSecret === undefined ? [kitKey] : [{ secret: machineSecret, label: machineKeyLabel() }, kitKey]
    const vault = await createVault(await session.openPlace(place), { ...this.#parts, secrets })
    try {
      await writeReadMe(path.dirname(folder))
      await this.#parts.paper?.(draft.kit.words, vault)
      return settingsSchema.parse({
        version: 2,
        clinicName: draft.request.clinicName.trim(),
        planTag: `plano-${random.uuid()}`,
        sources: sources.map((source) => ({ ...source, id: sourceIdSchema.parse(random.uuid()) })),
        vault: { id: vault.config.id, place: await session.bindDisk(vault, place) },
        ...(goals && { schedule: goals }),
        key:
          machineSecret === undefined
            ? { kind: 'kit-each-start' }
            : { kind: 'keychain', account: draft.account, slotId: vault.openedWith.id },
      })
    } finally {
      await vault.close()
    }
  }
}

function requireProof(draft: Draft, proof: readonly { readonly position: number; readonly word: string }[]): void {
  const asked = new Set(draft.proofPositions)
  const isRight = proof.every(
    ({ position, word }) => asked.delete(position) && draft.kit.words[position - 1] === plainWord(word),
  )
  if (!isRight || asked.size > 0) fail('KEY_105')
}

/** Throws SET_103, SRC_101, DB_105, DB_113. */
export async function requireSources(sources: readonly NewSource[]): Promise<void> {
  if (sources.length === 0) fail('SET_103')
  const places = sources.flatMap((source) => (source.kind === 'server' ? [serverPlace(source.server)] : []))
  if (new Set(places).size < places.length) fail('DB_113')
  for (const source of sources) {
    if (source.kind === 'server') continue
    const facts = await stat(source.path).catch(() => undefined)
    if (source.kind === 'folder' && !facts?.isDirectory()) fail('SRC_101')
    if (source.kind === 'sqlite' && !facts?.isFile()) fail('DB_105')
  }
}

async function requireDestination(request: SetupRequest, disks: KnownDisks): Promise<void> {
  const findings = await inspectDestination(request.destinationPath, request.sources.flatMap(pathsOf), disks)
  if (findings.kind === 'refused') fail(findings.code)
  if (findings.kind === 'vault') fail('VAULT_108')
}
