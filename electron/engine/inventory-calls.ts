import os from 'node:os'
import type { Catalog } from '#engine/catalog/index.ts'
import { type InventoryBook, proposeItems, usualFolders } from '#engine/inventory/index.ts'
import { currentActor } from '#engine/kernel/index.ts'
import { standingPlaces } from '#engine/session/index.ts'
import type { SetupDraftFile } from '#engine/setup/index.ts'
import type { Tablets } from '#engine/tablets/index.ts'
import type { TrainingBook } from '#engine/training/index.ts'
import type { InventoryView, inventoryCalls, setupDraftCalls, trainingCalls } from '#shared/contracts/index.ts'
import {
  type Freshness,
  type GoalConflict,
  goalConflictsOf,
  inventoryStateOf,
  isOutside,
  lessons,
  sourceIdSchema,
} from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { Handlers } from '#shared/wire/index.ts'
import { type FreshnessParts, freshnessOf } from './freshness.ts'
import { type ProtectFolderParts, protectFolder } from './protect-folder.ts'

export type InventoryParts = ProtectFolderParts &
  FreshnessParts & {
    readonly book: InventoryBook
    readonly tablets: Tablets
    /** Names of those who are registered. */
    readonly registered: () => readonly string[]
  }

/** What the clinic has, and how well copies protect it at this moment. */
export const inventoryHandlers = (parts: InventoryParts): Handlers<typeof inventoryCalls> => {
  const { book, session, random } = parts
  const shown = async (work: Promise<void>) => {
    await work
    return viewOf(parts)
  }
  return {
    inventory: async () => viewOf(parts),
    saveInventoryItem: ({ itemId, item }) => shown(book.put(itemId, item)),
    removeInventoryItem: ({ itemId }) => shown(book.remove(itemId)),
    setTeam: ({ team }) => shown(book.setTeam(team)),
    proposeInventory: async ({ paths }) => ({
      items: await proposeItems(paths),
      folders: await usualFolders(os.homedir()),
    }),
    protectFolder: async (folder) => ({ sourceId: await protectFolder(parts, folder) }),
    async widenProtection() {
      session.requireSettings()
      const { later } = book.now
      if (later.length === 0) return viewOf(parts)
      const sources = later.map((source) => ({ ...source, id: sourceIdSchema.parse(random.uuid()) }))
      await session.changeSettings((known) => ({ ...known, sources: [...known.sources, ...sources] }))
      await book.keepLater([])
      await parts.sourcesChanged()
      return viewOf(parts)
    },
  }
}

function viewOf(parts: InventoryParts): InventoryView {
  const { book, session, catalog, tablets } = parts
  const { items, team, later, changedAtMs } = book.now
  const { inboxPath, tablets: paired } = tablets.view()
  const freshness = freshnessOf(parts)
  const known = new Set(parts.registered().map(spelt))
  const facts = {
    sources: session.settings?.sources ?? [],
    freshness,
    tablets: paired.map(({ tabletId }) => tabletId),
    inboxPath,
  }
  const proven = {
    isCopied: isCopied(freshness),
    isReadBack: isReadBack(catalog, freshness),
    isRecovered: isRecovered(catalog),
  }
  return {
    items: items.map((item) => ({ item, state: inventoryStateOf(item, facts) })),
    team: team.filter(({ name }) => !known.has(spelt(name))),
    later: later.map(({ label }) => label),
    proven,
    isPilotProven: Object.values(proven).every(Boolean),
    conflicts: conflictsOf(parts),
    changedAtMs,
  }
}

const spelt = (name: string): string => name.normalize('NFKC').trim().toLowerCase()

const isCopied = ({ items }: Freshness): boolean =>
  items.length > 0 && items.every(({ savedAtMs }) => savedAtMs !== null)

/** Somebody brought something back: a document, the database, or in a drill. */
const isRecovered = (catalog: Catalog): boolean =>
  catalog.newestFacts('recover-finished', 5).some(({ files }) => files > 0) ||
  catalog.newestFacts('database-recovery-finished', 1).length > 0 ||
  catalog
    .newestFacts('drill-finished', 5)
    .some(({ outcome, files, rows }) => outcome !== 'not-finished' && files + rows > 0)

/** A copy holds everything that is protected, and every byte was read since: by the daily shares, or by a check of everything. */
function isReadBack(catalog: Catalog, freshness: Freshness): boolean {
  const { items } = freshness
  const copy = catalog.newestCopy()
  if (!copy || !isCopied(freshness)) return false
  if (items.every(({ provenAtMs }) => provenAtMs !== null)) return true
  const [check] = catalog.newestFacts('check-finished', 1)
  return check?.readData === true && check.problems === 0 && check.atMs >= copy.takenAtMs
}

function conflictsOf({ session, book }: InventoryParts): GoalConflict[] {
  const { settings } = session
  if (settings === undefined) return []
  const standing = standingPlaces(settings)
  return goalConflictsOf({
    schedule: settings.schedule,
    retention: settings.retention,
    diskSet: settings.diskSet,
    standingPlaces: standing.length,
    standingOutside: standing.filter(isOutside).length,
    items: book.now.items,
  })
}

/** How far set-up has got. What is set up needs no draft. */
export const setupDraftHandlers = (
  draft: SetupDraftFile,
  session: InventoryParts['session'],
): Handlers<typeof setupDraftCalls> => ({
  setupDraft: async () => (session.state.kind === 'fresh' ? draft.now : null),
  async saveSetupDraft(next) {
    if (session.state.kind !== 'fresh') fail('SET_102')
    await draft.save(next)
    return {}
  },
})

/** Who learnt what. */
export const trainingHandlers = (book: TrainingBook): Handlers<typeof trainingCalls> => ({
  async training() {
    const actor = currentActor()
    return { answers: [...book.answers], learner: actor && { accountId: actor.accountId, name: actor.name } }
  },
  async answerLesson({ lessonId, option, name }) {
    const actor = currentActor()
    return book.add({
      lessonId,
      name: actor?.name ?? name,
      accountId: actor?.accountId ?? null,
      isRight: lessons[lessonId].right === option,
    })
  },
})
