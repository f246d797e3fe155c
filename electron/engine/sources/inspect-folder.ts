import { type Clock, systemClock } from '#engine/kernel/index.ts'
import { fail } from '#shared/errors/index.ts'
import { compileExclusions } from './exclusions.ts'
import { type FileSystem, openFileSystem } from './file-system.ts'
import { walkQuietly } from './walk.ts'

export type InspectOptions = {
  readonly limitFiles?: number
  readonly limitMs?: number
  readonly exclude?: readonly string[]
  readonly signal?: AbortSignal
  /** Called for each file that a copy would hold; databases are recognised here. */
  readonly onFile?: (file: { readonly path: string; readonly bytes: number }) => void | Promise<void>
  readonly fileSystem?: FileSystem
  readonly clock?: Clock
}

export type InspectedFolder = {
  readonly path: string
  readonly files: number
  readonly bytes: number
  /** True when a limit ended the counting. */
  readonly isPartial: boolean
}

/** Tells a person what a folder holds before it is chosen. Throws SRC_101 when it is not there, SRC_102 when it may not be read, APP_001. */
export async function inspectFolder(path: string, options: InspectOptions = {}): Promise<InspectedFolder> {
  const { limitFiles = 200_000, limitMs = 5_000, signal, onFile } = options
  const clock = options.clock ?? systemClock
  const fileSystem = options.fileSystem ?? openFileSystem()
  const root = fileSystem.native(path)
  const facts = await fileSystem.factsThroughLinks(root).catch(() => undefined)
  if (facts?.kind !== 'dir') fail('SRC_101')
  await fileSystem.listNames(root).catch((cause: unknown) => fail('SRC_102', {}, { cause }))

  const isExcluded = compileExclusions(options.exclude, fileSystem.kind)
  const names = fileSystem.levels(path).map((level) => level.name)
  const startedMs = clock.nowMs()
  let files = 0
  let bytes = 0
  for await (const entry of walkQuietly(fileSystem, root, names, (childNames) => !isExcluded(childNames))) {
    if (signal?.aborted) fail('APP_001')
    if (files >= limitFiles || clock.nowMs() - startedMs > limitMs) return { path, files, bytes, isPartial: true }
    if (entry.facts.kind !== 'file') continue
    files++
    bytes += Number(entry.facts.sizeBytes)
    await onFile?.({ path: fileSystem.text(entry.path), bytes: Number(entry.facts.sizeBytes) })
  }
  return { path, files, bytes, isPartial: false }
}
