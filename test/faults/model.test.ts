import fc from 'fast-check'
import { expect } from 'vitest'
import { type Backend, faultyBackend, type MemoryBackend, memoryBackend } from '#engine/backends/index.ts'
import { planReplication, replicate } from '#engine/replicate/index.ts'
import {
  createReplica,
  type Id,
  listTrash,
  moveToTrash,
  openVault,
  restoreFromTrash,
  type Vault,
} from '#engine/vault/index.ts'
import { prune } from '#engine/vault/test-support/cleaning.ts'
import { makeVault, readCopy, SECRET, saveCopy } from '#engine/vault/test-support/vaults.ts'
import { isAppError } from '#shared/errors/index.ts'
import { campaign } from './campaign.ts'
import { diceOf } from './dice.ts'
import { expectResticContentWith, expectTrue, SMALL, Truth } from './truth.ts'

const BYTES = diceOf(7)
/** What files hold from time to time; a few sizes, so that chunks are shared, new, empty. */
const CONTENTS = Array.from({ length: 12 }, (_, at) => BYTES.bytes(at === 0 ? 0 : 100 + at * 210))
const PATHS = Array.from({ length: 8 }, (_, at) => `paciente ${at}/laudo.pdf`.replace('/', ' - '))

// Mostly one disk, so that its histories are long enough to matter.
const side = fc.constantFrom<0 | 1>(0, 0, 0, 1)
/** Work stops after so many calls; most of it goes to its end. */
const stopsAfter = fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.nat(60) })
const edits = fc.array(fc.tuple(fc.constantFrom(...PATHS), fc.option(fc.nat(CONTENTS.length - 1))), { maxLength: 5 })
const which = fc.nat(9)

const stepArbitrary = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('copy' as const), side, edits, stopsAfter }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('forget' as const), side, which, stopsAfter }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('trash' as const), side, which, stopsAfter }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('bring back' as const), side, which, stopsAfter }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('prune' as const), side, stopsAfter }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('replicate' as const), side, stopsAfter }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('add a key' as const), side, stopsAfter }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove a key' as const), side, stopsAfter }) },
)
type Step = typeof stepArbitrary extends fc.Arbitrary<infer T> ? T : never
type Disk = { readonly place: MemoryBackend; readonly truth: Truth }

class Clinic {
  readonly #files = new Map<string, Uint8Array>()
  #keys = 0
  readonly disks: readonly [Disk, Disk] = [
    { place: memoryBackend(), truth: new Truth() },
    { place: memoryBackend(), truth: new Truth() },
  ]

  async found(): Promise<void> {
    const [{ place, truth }, other] = this.disks
    const vault = await makeVault(place, SMALL)
    await createReplica(vault, other.place)
    for (let copy = 0; copy < 3; copy += 1) {
      this.#files.set(PATHS[copy] ?? '', CONTENTS[copy + 4] ?? Buffer.of())
      const files = new Map(this.#files)
      truth.copies.set(await saveCopy(vault, files), files)
    }
  }

  /** Carries a step out, or a part of it when the computer stops. Then what the truth calls uncertain is looked up. */
  async take(step: Step): Promise<void> {
    const disk = this.disks[step.side]
    const place: Backend = faultyBackend(disk.place, ({ number }) =>
      step.stopsAfter !== undefined && number > step.stopsAfter ? { kind: 'fail', code: 'DEST_101' } : undefined,
    )
    try {
      await this.#work(step, await openVault(place, SECRET, SMALL), disk)
    } catch (error) {
      if (!isAppError(error) || (step.stopsAfter === undefined && error.code !== 'RET_101')) throw error
    }
    await this.#settle(disk)
  }

  async #work(step: Step, vault: Vault, { truth }: Disk): Promise<void> {
    const some = <T>(map: ReadonlyMap<string, T>, at: number) => [...map][at % Math.max(1, map.size)]
    switch (step.kind) {
      case 'copy': {
        for (const [path, at] of step.edits)
          if (at === null) this.#files.delete(path)
          else this.#files.set(path, CONTENTS[at] ?? Buffer.of())
        const files = new Map(this.#files)
        truth.copies.set(await saveCopy(vault, files), files)
        return
      }
      case 'forget': {
        const [id] = some(truth.copies, step.which) ?? []
        if (id === undefined) return
        truth.copies.delete(id)
        return vault.removeSnapshot(id)
      }
      case 'trash': {
        const [id, files] = some(truth.copies, step.which) ?? []
        if (id === undefined || !files) return
        truth.copies.delete(id)
        truth.trashed.set(id, files)
        await moveToTrash(vault, id)
        return
      }
      case 'bring back': {
        const [id] = some(truth.trashed, step.which) ?? []
        if (id !== undefined) await restoreFromTrash(vault, id)
        return
      }
      case 'prune':
        await prune(vault)
        return
      case 'replicate': {
        const other = this.disks[step.side === 0 ? 1 : 0]
        const source = await openVault(other.place, SECRET, SMALL)
        const { snapshots } = await replicate(source, vault, await planReplication(source, vault))
        for (const id of snapshots) truth.copies.set(id, other.truth.copies.get(id) ?? new Map())
        // Ways in come along; none is taken away.
        for (const secret of other.truth.secrets) truth.secrets.add(secret)
        return
      }
      case 'add a key': {
        this.#keys += 1
        const secret = `palavras ${this.#keys}`
        await vault.addKey(secret, { username: 'kit', hostname: 'papel' })
        truth.secrets.add(secret)
        return
      }
      case 'remove a key': {
        const [secret] = [...truth.secrets].filter((known) => known !== SECRET)
        if (secret === undefined) return
        truth.secrets.delete(secret)
        const opened = await openVault(vault.backend, secret, SMALL)
        await vault.removeKey(opened.openedWith.id)
      }
    }
  }

  /** Copies on their way to or from the trash are in one of both; copies that were not acknowledged may be there or not. */
  async #settle({ place, truth }: Disk): Promise<void> {
    const vault = await openVault(place, SECRET, SMALL)
    const inTrash = new Set((await listTrash(vault)).map(({ snapshot }) => snapshot.id))
    const listed = new Set((await vault.listSnapshots()).map(({ id }) => id))
    for (const [id, files] of truth.trashed) {
      expect(listed.has(id) || inTrash.has(id)).toBe(true)
      if (!listed.has(id)) continue
      truth.trashed.delete(id)
      truth.copies.set(id, files)
      for (const entry of await listTrash(vault))
        if (entry.snapshot.id === id) await place.remove({ kind: 'trash', name: entry.entryId })
    }
    for (const id of listed) if (!truth.copies.has(id)) truth.copies.set(id, await this.#known(vault, id))
    // Tried again it would be done: a new kit's words may or may not open what was interrupted.
    for (const id of truth.copies.keys()) expect(listed.has(id)).toBe(true)
  }

  /** A copy that stands although nobody was told: it has to be whole, whatever it holds. */
  async #known(vault: Vault, id: Id): Promise<ReadonlyMap<string, Uint8Array>> {
    const files = await readCopy(vault, id)
    for (const [path, bytes] of files) {
      expect(PATHS).toContain(path)
      expect(CONTENTS.some((content) => content.equals(bytes))).toBe(true)
    }
    return files
  }
}

campaign('random histories', 'copies, forgetting, trash, cleaning, replicas, keys and crashes against a map of files', {
  survived: 'random histories',
  rounds: 2,
  async round(dice) {
    const numRuns = 4
    await fc.assert(
      fc.asyncProperty(fc.array(stepArbitrary, { minLength: 6, maxLength: 18 }), async (steps) => {
        const clinic = new Clinic()
        await clinic.found()
        for (const step of steps) {
          await clinic.take(step)
          await expectTrue(clinic.disks[step.side].place, clinic.disks[step.side].truth)
        }
        for (const { place, truth } of clinic.disks) await expectTrue(place, truth)
        if (dice.oneIn(3)) await expectResticContentWith(clinic.disks[0].place)
      }),
      { numRuns, seed: dice.seed, endOnFailure: process.env.FAULT_MINUTES !== undefined },
    )
    return numRuns
  },
})
