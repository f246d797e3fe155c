import { isAppError } from '#shared/errors/index.ts'
import type { VaultCore } from '../core.ts'
import type { BlobIndex, BlobLocation } from '../index/blob-index.ts'
import type { BlobType, Id, PlainBlob, ReadBlobs } from '../types.ts'
import { forgetReadAhead, readBlob, readSealed } from './blob-reader.ts'
import { plainLengthOf, plainOf, type RunBlob } from './open-run.ts'
import { readRoomsOf } from './read-rooms.ts'

/** Most that is read, or opened, in one piece. */
const RUN_BYTES = 4 * 1024 ** 2
/** Reading so much that nobody wants is cheaper than another call. */
const GAP_BYTES = 64 * 1024
/** Runs that are read and opened before the first of them is taken. */
const RUNS_AHEAD = 2

type Run = { readonly packId: Id; readonly offset: number; readonly length: number; readonly blobs: readonly RunBlob[] }

/**
 * The plain bytes of many blobs, verified: pack by pack, each from its front to its end, what lies close together in one call.
 *
 * A blob that does not open there is looked for wherever else the vault has it. Throws DEST_… as the place reports it.
 */
export async function* readBlobs(
  core: VaultCore,
  index: BlobIndex,
  type: BlobType,
  ids: Iterable<Id>,
): AsyncGenerator<ReadBlobs> {
  const { runs, single } = planRuns(index, type, ids)
  const ahead: Promise<ReadBlobs>[] = []
  const begin = (work: Promise<ReadBlobs>) => {
    // Told to whoever takes it; until then it is no unhandled one.
    work.catch(() => undefined)
    ahead.push(work)
  }
  try {
    for (const run of runs) {
      begin(readRun(core, index, type, run))
      if (ahead.length >= RUNS_AHEAD) yield (await ahead.shift()) as ReadBlobs
    }
    while (ahead.length > 0) yield (await ahead.shift()) as ReadBlobs
    for (const id of single) yield readAlone(core, index, type, id)
  } finally {
    for (const work of ahead)
      work.then(
        ({ done }) => done(),
        () => undefined,
      )
  }
}

function planRuns(index: BlobIndex, type: BlobType, ids: Iterable<Id>) {
  const byPack = new Map<Id, BlobLocation[]>()
  const single: Id[] = []
  for (const id of new Set(ids)) {
    const place = index.locate(type, id)[0]
    if (!place || plainBytes(place) > RUN_BYTES || place.length > RUN_BYTES) {
      single.push(id)
      continue
    }
    const places = byPack.get(place.packId)
    if (places) places.push(place)
    else byPack.set(place.packId, [place])
  }
  const runs: Run[] = []
  for (const [packId, places] of byPack) {
    places.sort((left, right) => left.offset - right.offset)
    runs.push(...joined(packId, places))
  }
  return { runs, single }
}

const plainBytes = ({ length, uncompressedBytes = length }: BlobLocation) => uncompressedBytes

function* joined(packId: Id, places: readonly BlobLocation[]): Generator<Run> {
  for (let from = 0; from < places.length; ) {
    const { offset } = places[from] as BlobLocation
    const blobs: RunBlob[] = []
    let end = offset
    let plain = 0
    for (let at = from; at < places.length; at += 1) {
      const place = places[at] as BlobLocation
      plain += plainBytes(place)
      const isNear = place.offset - end <= GAP_BYTES && place.offset + place.length - offset <= RUN_BYTES
      if (at > from && (!isNear || plain > RUN_BYTES)) break
      end = Math.max(end, place.offset + place.length)
      const { id, length, uncompressedBytes } = place
      blobs.push({ id, offset: place.offset - offset, length, ...(uncompressedBytes && { uncompressedBytes }) })
    }
    yield { packId, offset, length: end - offset, blobs }
    from += blobs.length
  }
}

async function readRun(core: VaultCore, index: BlobIndex, type: BlobType, run: Run): Promise<ReadBlobs> {
  const { packId, offset, length, blobs } = run
  const rooms = readRoomsOf(core)
  const sealedRoom = rooms.shared.take(length)
  // Whatever goes wrong here is found again, and told, when each blob is read for itself.
  const read = await readSealed(core, { packId, offset, length }, sealedRoom).catch(() => undefined)
  const room = rooms.own.take(blobs.reduce((sum, blob) => sum + plainLengthOf(blob), 0))
  const opened = read?.length === length ? await core.crew.openRun(blobs, read, room) : { damaged: blobs, room }
  rooms.shared.giveBack(sealedRoom)
  const wrong = new Set(opened.damaged.map(({ id }) => id))
  const plain: PlainBlob[] = []
  const views = plainOf(blobs, opened.room)
  blobs.forEach(({ id }, at) => {
    if (!wrong.has(id)) plain.push({ id, bytes: views[at] as Uint8Array })
  })
  // What is wrong now must not come from memory at the next try.
  if (wrong.size > 0) forgetReadAhead(core)
  const lost: Id[] = []
  for (const id of wrong) {
    const { blobs: found } = await readAlone(core, index, type, id)
    if (found[0]) plain.push(found[0])
    else lost.push(id)
  }
  const done = (memory: readonly Uint8Array<ArrayBuffer>[] = [opened.room]) => {
    for (const each of memory) rooms.own.giveBack(each)
  }
  return { blobs: plain, lost, done }
}

async function readAlone(core: VaultCore, index: BlobIndex, type: BlobType, id: Id): Promise<ReadBlobs> {
  try {
    return { blobs: [{ id, bytes: await readBlob(core, index, type, id) }], lost: [], done: () => undefined }
  } catch (error) {
    if (!isAppError(error) || error.code !== 'VAULT_105') throw error
    return { blobs: [], lost: [id], done: () => undefined }
  }
}
