import type { Audit } from '#engine/audit/index.ts'
import type { CopyBooks } from '#engine/jobs/index.ts'
import type { CarriedBook, Log } from '#engine/kernel/index.ts'
import type { Session } from '#engine/session/index.ts'
import { type Settings, settingsSchema } from '#engine/settings/index.ts'
import { type BookFile, type BookInCopy, booksIn } from '#engine/snapshot/index.ts'
import type { Snapshot, Vault } from '#engine/vault/index.ts'
import { diskSetSchema, type InventoryPlace } from '#shared/domain/index.ts'
import { type Code, isAppError } from '#shared/errors/index.ts'

type Parts = {
  readonly books: () => readonly CarriedBook[]
  readonly audit: Pick<Audit, 'note'>
  readonly log: Log
}

/** Copies looked through for a book that reads. */
const LOOK_BACK = 20

/** The clinic's books as every copy takes them along, and their way back on the next computer. */
export class CarriedBooks {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** The register's files, and one for each book beside them. */
  with({ tags, files }: CopyBooks): CopyBooks {
    return { tags, files: () => [...files(), ...this.#parts.books().map(fileOf)] }
  }

  /**
   * Brings each book in which nothing stands here out of the newest copy that has it and reads.
   *
   * A state that does not read is passed over and told, in the register, with a code; nobody is kept from going on because of it. Throws
   * what listing copies throws.
   */
  async bringFrom(vault: Vault, planTag: string): Promise<void> {
    const { audit, books, log } = this.#parts
    await vault.loadIndex()
    const snapshots = await vault.listSnapshots()
    const own = snapshots.filter(({ tags }) => tags?.includes(planTag)).slice(0, LOOK_BACK)
    const shelves: Shelves = new Map()
    let brought = 0
    for (const book of books()) {
      const { isBrought, copies, code } = await bring(book, vault, own, shelves)
      if (isBrought) brought++
      if (code === undefined) continue
      log.warn('carried-book.passed-over', { book: book.name, copies, code })
      audit.note({ type: 'book-passed-over', extra: { book: book.name, copies, code } })
    }
    if (brought > 0) audit.note({ type: 'book-brought', extra: { books: brought } })
  }
}

type Shelves = Map<string, readonly BookInCopy[]>
/** `copies`: in how many it did not read, and why in the newest of them. */
type Outcome = { readonly isBrought: boolean; readonly copies: number; readonly code?: Code }

async function bring(book: CarriedBook, vault: Vault, own: readonly Snapshot[], shelves: Shelves): Promise<Outcome> {
  let failed: Outcome = { isBrought: false, copies: 0 }
  for (const snapshot of own) {
    try {
      const shelf = shelves.get(snapshot.id) ?? (await booksIn(vault, snapshot))
      shelves.set(snapshot.id, shelf)
      const found = shelf.find(({ name }) => name === fileName(book))
      if (found) return { ...failed, isBrought: await book.bring(Buffer.from(await found.read()).toString()) }
    } catch (error) {
      const code = isAppError(error) ? error.code : 'NEW_105'
      failed = { isBrought: false, copies: failed.copies + 1, code: failed.code ?? code }
    }
  }
  return failed
}

const fileName = ({ name }: CarriedBook) => `${name}.json`

const fileOf = (book: CarriedBook): BookFile => ({
  name: fileName(book),
  isFull: false,
  read: () => Buffer.from(book.text()),
})

const clinicSchema = settingsSchema
  .pick({ identity: true, retention: true, proveEveryDays: true, schedule: true, network: true })
  .extend({ diskPolicy: diskSetSchema.shape.policy.optional() })

/** What the clinic decided, without places, keys, and what only this computer can be. */
export function clinicBook(session: Session): CarriedBook {
  return {
    name: 'clinica',
    text() {
      const { diskSet, network, ...settings } = session.requireSettings()
      const ours = { ...settings, network: { ...network, proxyUrl: null }, diskPolicy: diskSet?.policy }
      return `${JSON.stringify(clinicSchema.parse(ours))}\n`
    },
    async bring(text) {
      const { diskPolicy, ...decided } = clinicSchema.parse(JSON.parse(text))
      // Disks join one by one, as they are plugged in; what was promised about them holds from the start.
      const diskSet = diskPolicy && { policy: diskPolicy, disks: [] }
      await session.changeSettings((known) => ({ ...known, ...decided, ...(diskSet && !known.diskSet && { diskSet }) }))
      return true
    },
  }
}

/** A place as the next computer knows it too: what is protected there and which tablets are paired goes by other ids. */
export const lastingPlace =
  (settings: () => Settings | undefined) =>
  (place: InventoryPlace): InventoryPlace => {
    if (place.kind === 'tablet') return { ...place, tabletId: null }
    if (place.kind !== 'source') return place
    const source = settings()?.sources.find(({ id }) => id === place.sourceId)
    return source === undefined || source.kind === 'server'
      ? { kind: 'unknown' }
      : { kind: 'folder', path: source.path }
  }
