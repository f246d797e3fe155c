import type { Backend, FileKind } from '#engine/backends/index.ts'

/** What the guard asks of a held lock: throws VAULT_110 when it does not stand any more. */
export type Confirmable = { confirm(): Promise<void> }

/** Written last: what others then rely on. */
const COMMITS: ReadonlySet<FileKind> = new Set(['index', 'snapshot'])
/** Their loss harms nobody else. */
const FREELY_REMOVED: ReadonlySet<FileKind> = new Set(['lock', 'reserve'])

/**
 * The place behind the locks held on it: whatever commits or destroys is done only while they still stand.
 *
 * A computer that slept, or somebody with a wrong clock, can end a lock minutes before its renewal would notice;
 * meanwhile a cleaning may have removed packs that were not named yet.
 */
export function guardedBackend(inner: Backend, locks: ReadonlySet<Confirmable>): Backend {
  const confirm = async () => {
    for (const lock of locks) await lock.confirm()
  }
  const protectedUntilMs = inner.protectedUntilMs?.bind(inner)
  return {
    capabilities: inner.capabilities,
    create: () => inner.create(),
    async write(file, bytes) {
      if (!COMMITS.has(file.kind)) return inner.write(file, bytes)
      await confirm()
      await inner.write(file, bytes)
      // Lost in the very middle of it: nobody was told of it yet, and what it names may be gone.
      await confirm().catch(async (error: unknown) => {
        await inner.remove(file).catch(() => undefined)
        throw error
      })
    },
    read: (...asked) => inner.read(...asked),
    stat: (file) => inner.stat(file),
    list: (kind) => inner.list(kind),
    async remove(file) {
      if (!FREELY_REMOVED.has(file.kind)) await confirm()
      await inner.remove(file)
    },
    async clearLeftovers() {
      await confirm()
      await inner.clearLeftovers()
    },
    holdsForeignThings: () => inner.holdsForeignThings(),
    ...(protectedUntilMs && { protectedUntilMs }),
    freeBytes: () => inner.freeBytes(),
    close: () => inner.close(),
  }
}
