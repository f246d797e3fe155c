import * as path from 'node:path'
import { posix } from 'node:path'
import { type Clock, type Random, systemClock, systemRandom } from '#engine/kernel/index.ts'
import type { Place, PlaceTestEvent } from '#shared/domain/index.ts'
import { type Code, codeOf, fail, isAppError } from '#shared/errors/index.ts'
import type { PlaceAccess } from './access.ts'
import { type OpenPlace, openBackend } from './all.ts'
import type { Backend, FileKind, FileRef } from './backend.ts'
import { conformanceCases } from './conformance.ts'

export type PlaceTestOptions = {
  readonly clock?: Clock
  readonly random?: Random
  readonly signal?: AbortSignal
  /** Opens the folders in which the place is tried; they are of its own kind. */
  readonly open?: (place: OpenPlace, access: PlaceAccess) => Backend | Promise<Backend>
}

const KINDS: readonly FileKind[] = ['config', 'key', 'pack', 'index', 'snapshot', 'lock', 'trash', 'reserve']
/** With these every further thing that is tried would end the same way. */
const HOPELESS = new Set<Code>([
  'DEST_101',
  'DEST_102',
  'DEST_103',
  'DEST_105',
  'DEST_106',
  'DEST_107',
  'DEST_108',
  'DEST_109',
])
const QUESTIONS = 5
/** A slow line is measured with the first, a fast one with the second. */
const PROBE_BYTES = [256_000, 4_000_000] as const
const QUICK_MS = 500

/**
 * Tries a place out before or after a clinic trusts it: its speed, then every sentence of the backends' contract.
 *
 * All of it happens in hidden folders of its own, inside the vault's folder or, before there is one, beside it. No file of a
 * vault is touched and the folders are removed again, also when the caller stops early. A place that does not let go of a
 * first small file (protected against erasing) is told and not tried further.
 */
export async function* testPlace(
  place: OpenPlace,
  access: PlaceAccess = {},
  options: PlaceTestOptions = {},
): AsyncGenerator<PlaceTestEvent, void> {
  const trial = new Trial(place, access, options)
  let isFit = true
  try {
    yield await trial.measure()
    for (const { id, run } of conformanceCases) {
      const outcome = await trial.within(id, run)
      isFit &&= outcome.kind === 'kept'
      yield { kind: 'case', id, outcome }
      if (outcome.kind === 'failed' && HOPELESS.has(outcome.code)) fail(outcome.code)
    }
  } catch (error) {
    if (!isAppError(error)) throw error
    return yield { kind: 'finished', isFit: false, isAsBefore: trial.isAsBefore, code: error.code }
  }
  yield { kind: 'finished', isFit, isAsBefore: trial.isAsBefore, code: null }
}

class Trial {
  readonly #place: OpenPlace
  readonly #access: PlaceAccess
  readonly #clock: Clock
  readonly #random: Random
  readonly #options: PlaceTestOptions
  /** `.salvaguarda-teste-…`: hidden, and passed over by whoever asks whether a folder is empty. */
  readonly #name: string
  #beside = false
  isAsBefore = true

  constructor(place: OpenPlace, access: PlaceAccess, options: PlaceTestOptions) {
    this.#place = place
    this.#access = access
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#random = options.random ?? systemRandom
    this.#name = `.salvaguarda-teste-${Buffer.from(this.#random.bytes(4)).toString('hex')}`
  }

  async measure(): Promise<PlaceTestEvent> {
    try {
      return await this.#inFolder('medida', (backend) => this.#measure(backend))
    } catch (error) {
      // no vault's folder yet: it would be made in the one above, so that is where it is tried
      if (!['DEST_101', 'DEST_109'].includes(codeOf(error)) || besides(this.#place, this.#name) === undefined)
        throw error
      this.#beside = true
      this.isAsBefore = true
      return await this.#inFolder('medida', (backend) => this.#measure(backend))
    }
  }

  async within(id: string, run: (place: Backend) => Promise<void>) {
    try {
      await this.#inFolder(id, run)
      return { kind: 'kept' } as const
    } catch (error) {
      this.#options.signal?.throwIfAborted()
      return isAppError(error) ? ({ kind: 'failed', code: error.code } as const) : ({ kind: 'broken' } as const)
    }
  }

  async #measure(backend: Backend): Promise<PlaceTestEvent> {
    await backend.create()
    const first = this.#file(100)
    await backend.write(first.file, first.bytes)
    await backend.remove(first.file).catch((cause: unknown) => {
      // The key for every day may not erase: where a lock is asked for, that is as it should be.
      const isLocked = this.#place.kind === 's3' && this.#place.lock !== undefined
      if (isLocked && codeOf(cause) === 'DEST_103') fail('DEST_112', {}, { cause })
      throw cause
    })
    const latencies: number[] = []
    for (let asked = 0; asked < QUESTIONS; asked++)
      latencies.push((await this.#timed(() => backend.stat(first.file))).durationMs)
    const [small, large] = PROBE_BYTES
    let speed = await this.#speed(backend, small)
    if (speed.upMs + speed.downMs < QUICK_MS) speed = await this.#speed(backend, large)
    return {
      kind: 'measured',
      upBytesPerSecond: (speed.lengthBytes / speed.upMs) * 1000,
      downBytesPerSecond: (speed.lengthBytes / speed.downMs) * 1000,
      latencyMs: latencies.sort((a, b) => a - b)[QUESTIONS >> 1] ?? 0,
      freeBytes: (await backend.freeBytes()) ?? null,
    }
  }

  async #speed(backend: Backend, lengthBytes: number) {
    const { file, bytes } = this.#file(lengthBytes)
    const { durationMs: upMs } = await this.#timed(() => backend.write(file, bytes))
    const { durationMs: downMs } = await this.#timed(() => backend.read(file))
    await backend.remove(file)
    // a clock of whole milliseconds must not make a place infinitely fast
    return { lengthBytes, upMs: Math.max(upMs, 1), downMs: Math.max(downMs, 1) }
  }

  async #timed<T>(step: () => Promise<T>) {
    this.#options.signal?.throwIfAborted()
    const beganMs = this.#clock.nowMs()
    await step()
    return { durationMs: this.#clock.nowMs() - beganMs }
  }

  #file(lengthBytes: number): { file: FileRef; bytes: Uint8Array } {
    return {
      file: { kind: 'pack', name: Buffer.from(this.#random.bytes(32)).toString('hex') },
      bytes: this.#random.bytes(lengthBytes),
    }
  }

  /** A folder of its own for one thing, gone afterwards. */
  async #inFolder<T>(part: string, work: (backend: Backend) => Promise<T>): Promise<T> {
    this.#options.signal?.throwIfAborted()
    const name = `${this.#name}-${part}`
    const place = this.#beside ? besides(this.#place, name) : inside(this.#place, name)
    // another folder of a kind that can be opened
    const open = async () => (this.#options.open ?? openBackend)((place ?? fail('DEST_104')) as OpenPlace, this.#access)
    const backend = await open()
    let isMade = false
    const create = async () => {
      try {
        await backend.create()
        isMade = true
      } catch (error) {
        isMade ||= !HOPELESS.has(codeOf(error))
        throw error
      }
    }
    try {
      return await work(withCreate(backend, create))
    } finally {
      const isGone = !isMade || ((await takeBack(backend)) && (await isAbsent(open)))
      this.isAsBefore &&= isGone
      await backend.close()
    }
  }
}

const withCreate = (backend: Backend, create: () => Promise<void>): Backend => ({
  capabilities: backend.capabilities,
  create,
  write: (file, bytes) => backend.write(file, bytes),
  read: (...asked) => backend.read(...asked),
  stat: (file) => backend.stat(file),
  list: (kind) => backend.list(kind),
  remove: (file) => backend.remove(file),
  clearLeftovers: () => backend.clearLeftovers(),
  holdsForeignThings: () => backend.holdsForeignThings(),
  freeBytes: () => backend.freeBytes(),
  close: () => backend.close(),
})

/** Empties and removes what was made by a trial; false where something stayed. */
async function takeBack(backend: Backend): Promise<boolean> {
  try {
    await backend.clearLeftovers()
    for (const kind of KINDS) for (const { name } of await backend.list(kind)) await backend.remove({ kind, name })
    await backend.removeEmptyFolders?.()
    return true
  } catch {
    return false
  }
}

/** Asks anew: who made a place may remember it longer than it is there. */
async function isAbsent(open: () => Promise<Backend>): Promise<boolean> {
  const backend = await open()
  const code = await backend.list('pack').then(() => undefined, codeOf)
  await backend.close()
  return code === 'DEST_101'
}

/** The place of a folder inside the vault's. */
function inside(place: Place, name: string): Place {
  switch (place.kind) {
    case 'local':
      return { kind: 'local', path: path.join(place.path, name) }
    case 'sftp':
      return { ...place, folder: posix.join(place.folder, name) }
    case 's3': {
      // what is locked could not be taken back for days
      const { lock: _, ...unlocked } = place
      return { ...unlocked, prefix: place.prefix === '' ? name : `${place.prefix}/${name}` }
    }
    default:
      return { ...place, url: `${place.url.replace(/\/+$/, '')}/${name}` }
  }
}

/** The place of a folder beside the vault's; undefined where a vault needs no folder above it. */
function besides(place: Place, name: string): Place | undefined {
  switch (place.kind) {
    case 'local':
      return { kind: 'local', path: path.join(path.dirname(place.path), name) }
    case 'sftp':
      return { ...place, folder: posix.join(posix.dirname(place.folder), name) }
    case 'webdav':
      return { ...place, url: new URL(`../${name}`, `${place.url.replace(/\/+$/, '')}/`).href }
    default:
      return undefined
  }
}
