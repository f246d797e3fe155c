import type { JobQueue } from '#engine/jobs/index.ts'
import { type KitBook, kitWordList } from '#engine/kit/index.ts'
import { goOnHere, type KitProof, kitState, type TakeOverParts, takeOver } from '#engine/rescue/index.ts'
import { derivedKey, type Vault } from '#engine/vault/index.ts'
import type { rescueCalls } from '#shared/contracts/index.ts'
import type { Handlers } from '#shared/wire/index.ts'

type Parts = TakeOverParts & {
  readonly kit: KitProof
  readonly book: KitBook
  readonly queue: JobQueue
  /** Puts work on its way, once the vault can be opened. */
  readonly resume: () => void
  /** Brings the register of what was done before out of the copies. */
  readonly bringRegister: (vault: Vault, planTag: string) => Promise<void>
  /** Brings the clinic's other books out of them, where nothing stands in them here. */
  readonly bringBooks: (vault: Vault, planTag: string) => Promise<void>
}

/** Getting everything back on a computer that knows nothing, and the paper that opens it. */
export function rescueHandlers(parts: Parts): Handlers<typeof rescueCalls> {
  const { rescue, catalog, clock, kit, book, queue } = parts
  return {
    kitWordList: async () => [...kitWordList],
    lookForVaults: ({ path }) => rescue.look(path),
    openRescue: (asked) => rescue.open(asked),
    async closeRescue() {
      await rescue.close()
      return {}
    },
    rescueCopies: async (asked) => rescue.copies(asked),
    rescueFolder: ({ copyId, folder }) => rescue.folder(copyId, folder),
    findInRescue: (asked, signal) => rescue.find(asked, signal),
    recoverRescue: (asked, signal) => rescue.recover(asked, signal),
    rescueSources: ({ computer }) => rescue.sources(computer),
    async takeOver(request) {
      const { vault, kit: typed } = rescue.require()
      const settings = await takeOver(parts, request)
      // Nobody is kept from going on because an old register does not read; the head in the copies tells that it is missing.
      await parts.bringRegister(vault, settings.planTag).catch(() => undefined)
      await parts.bringBooks(vault, settings.planTag).catch(() => undefined)
      // All of the paper was typed and opened the vault: it could not be shown to work any better.
      const key = derivedKey(vault, 'kit-proof')
      await book.printed(typed.words, key, Date.parse(vault.openedWith.createdAt) || clock.nowMs())
      await book.proven(clock.nowMs())
      await rescue.close()
      catalog.commitFact({ kind: 'took-over', how: 'new-computer' })
      catalog.commitFact({ kind: 'set-up-finished', sources: settings.sources.length, vaultId: settings.vault.id })
      parts.resume()
      return { firstCopyJobId: queue.enqueue({ kind: 'copy' }) }
    },
    async goOnHere() {
      await goOnHere(parts)
      const { session, bringRegister } = parts
      await session.withVault((vault, { planTag }) => bringRegister(vault, planTag)).catch(() => undefined)
      catalog.commitFact({ kind: 'took-over', how: 'went-on' })
      queue.enqueue({ kind: 'copy' })
      return {}
    },
    kitState: async () => kitState(parts),
    askKitWords: async () => ({ positions: kit.ask() }),
    proveKit: ({ proof }, signal) => kit.prove(proof, signal),
    renewPaper: ({ words }) => kit.renew(words),
  }
}
