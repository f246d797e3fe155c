import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { compileExclusions } from './exclusions.ts'
import type { NativePath } from './facts.ts'
import { openFileSystem } from './file-system.ts'
import { type ListingBatch, ListingWriter, type SystemFailure, systemFailureOf } from './listing.ts'
import { compareNames, nameKey } from './names.ts'
import { kindOf, type RawStats } from './stats.ts'

export type WalkStart = {
  readonly exclude: readonly string[]
  /** Folders that hold all of these names are not listed ahead. */
  readonly shallow: readonly string[]
}
/** `names` say where the folder stands in the copy, from its top. */
type Place = { readonly path: NativePath; readonly names: readonly Uint8Array[] }
export type WalkOrder =
  /** Lists a folder and everything below it, ahead of being asked. */
  | { readonly kind: 'walk'; readonly walk: number; readonly place: Place }
  /** One more batch of the walk may come. */
  | { readonly kind: 'more' }
  | { readonly kind: 'list'; readonly path: NativePath }
  /** `passOver`: entries that are counted by themselves, by their folded names from the top of the copy. */
  | { readonly kind: 'count'; readonly place: Place; readonly passOver: readonly string[] }
export type WalkReply =
  | { readonly kind: 'batch'; readonly walk: number; readonly batch: ListingBatch; readonly isLast: boolean }
  | { readonly kind: 'listed'; readonly batch: ListingBatch }
  | { readonly kind: 'counted'; readonly files: number; readonly bytes: number }

const BATCH_ENTRIES = 512
const BATCH_FOLDERS = 128
/** On a slow drive nobody waits for a full batch. */
const BATCH_MS = 20
const BATCHES_AHEAD = 2

type Entry = { readonly name: Uint8Array; readonly stats: RawStats | SystemFailure }
type Level = { readonly place: Place; readonly folders: readonly Uint8Array[]; next: number }

/** Lists folders with calls that block: on a thread of its own they cost a tenth, and a drive that hangs holds up nobody else. */
function serve(port: MessagePort, { exclude, shallow }: WalkStart): void {
  const fileSystem = openFileSystem()
  const isExcluded = compileExclusions(exclude, fileSystem.kind)
  let walk = 0
  let stack: Level[] = []
  let credit = 0

  const list = (path: NativePath): readonly Entry[] | SystemFailure => {
    try {
      return [...fileSystem.listNamesNow(path)].sort(compareNames).map((name) => ({ name, stats: look(path, name) }))
    } catch (error) {
      return systemFailureOf(error)
    }
  }
  const look = (folder: NativePath, name: Uint8Array): RawStats | SystemFailure => {
    try {
      return fileSystem.statsNow(fileSystem.join(folder, name))
    } catch (error) {
      return systemFailureOf(error)
    }
  }
  const isFolder = ({ stats }: Entry) => 'mode' in stats && kindOf(stats) === 'dir'

  /** Lists one folder into the batch; the folders in it that come next. */
  const enter = (writer: ListingWriter, place: Place): readonly Uint8Array[] => {
    const entries = list(place.path)
    writer.folder(place.path, 'code' in entries ? entries : undefined)
    if ('code' in entries) return []
    const present = new Set(shallow.length > 0 && entries.length >= shallow.length ? entries.map(keyOf) : [])
    const isShallow = present.size > 0 && shallow.every((name) => present.has(name))
    const folders: Uint8Array[] = []
    for (const entry of entries) {
      const isAhead = !isShallow && isFolder(entry) && !isExcluded([...place.names, entry.name])
      if (isAhead) folders.push(entry.name)
      writer.entry(entry.name, entry.stats, isAhead)
    }
    return folders
  }

  const nextPlace = (): Place | undefined => {
    for (let level = stack.at(-1); level; level = stack.at(-1)) {
      const name = level.folders[level.next++]
      const { place } = level
      if (name) return { path: fileSystem.join(place.path, name), names: [...place.names, name] }
      stack.pop()
    }
    return undefined
  }

  const goOn = (first?: Place): void => {
    let place = first
    while (credit > 0 && (place || stack.length > 0)) {
      const writer = new ListingWriter()
      const startedMs = performance.now()
      for (place ??= nextPlace(); place; place = nextPlace()) {
        stack.push({ place, folders: enter(writer, place), next: 0 })
        if (writer.entries >= BATCH_ENTRIES || writer.folders >= BATCH_FOLDERS) break
        if (performance.now() - startedMs > BATCH_MS) break
      }
      place = undefined
      credit--
      const { batch, memory } = writer.finish()
      port.postMessage({ kind: 'batch', walk, batch, isLast: stack.length === 0 } satisfies WalkReply, memory)
    }
  }

  const count = (place: Place, passOver: ReadonlySet<string>): { files: number; bytes: number } => {
    const sum = { files: 0, bytes: 0 }
    const visit = (at: Place, folded: string) => {
      const entries = list(at.path)
      if ('code' in entries) return
      for (const entry of entries) {
        const key = passOver.size > 0 ? `${folded}/${fileSystem.foldName(entry.name)}` : ''
        const names = [...at.names, entry.name]
        if (passOver.has(key) || isExcluded(names) || !('mode' in entry.stats)) continue
        const kind = kindOf(entry.stats)
        if (kind === 'dir') visit({ path: fileSystem.join(at.path, entry.name), names }, key)
        if (kind !== 'file') continue
        sum.files++
        sum.bytes += Number(entry.stats.size)
      }
    }
    visit(place, place.names.map((name) => `/${fileSystem.foldName(name)}`).join(''))
    return sum
  }

  port.on('message', (order: WalkOrder) => {
    switch (order.kind) {
      case 'walk':
        walk = order.walk
        stack = []
        credit = BATCHES_AHEAD
        return goOn(nativePlace(order.place))
      case 'more':
        credit++
        return goOn()
      case 'list': {
        const writer = new ListingWriter()
        const path = nativePath(order.path)
        const entries = list(path)
        writer.folder(path, 'code' in entries ? entries : undefined)
        if (!('code' in entries)) for (const { name, stats } of entries) writer.entry(name, stats, false)
        const { batch, memory } = writer.finish()
        return port.postMessage({ kind: 'listed', batch } satisfies WalkReply, memory)
      }
      case 'count': {
        const sum = count(nativePlace(order.place), new Set(order.passOver))
        return port.postMessage({ kind: 'counted', ...sum } satisfies WalkReply)
      }
    }
  })
}

const keyOf = ({ name }: Entry) => nameKey(name)

/** A buffer comes as plain bytes out of a message. */
const nativePath = (path: NativePath | Uint8Array): NativePath => (typeof path === 'string' ? path : Buffer.from(path))
const nativePlace = ({ path, names }: Place): Place => ({ path: nativePath(path), names })

if (parentPort) serve(parentPort, workerData as WalkStart)
