import path from 'node:path'
import type { Catalog } from '#engine/catalog/index.ts'
import { InventoryBook } from '#engine/inventory/index.ts'
import type { Clock, Log, Random } from '#engine/kernel/index.ts'
import { SetupDraftFile } from '#engine/setup/index.ts'
import { TrainingBook } from '#engine/training/index.ts'
import { type InventoryParts, inventoryHandlers, setupDraftHandlers, trainingHandlers } from './inventory-calls.ts'

type Parts = {
  readonly dataFolder: string
  readonly catalog: Catalog
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

/** What the clinic wrote down of itself: what it has, how far set-up got, who learnt what. */
export async function openClinicBooks({ dataFolder, catalog, ...parts }: Parts) {
  const at = (name: string) => path.join(dataFolder, name)
  const inventory = await InventoryBook.open({ ...parts, file: at('inventory.json') })
  const draft = await SetupDraftFile.open({ ...parts, file: at('setup-draft.json') })
  const training = await TrainingBook.open({ ...parts, file: at('training.json') })
  catalog.onFact(({ kind }) => {
    // One that stays behind does no harm: it is not shown once all is set up.
    if (kind === 'set-up-finished' || kind === 'took-over') void draft.forget().catch(() => undefined)
  })
  return {
    inventory,
    training,
    handlers: (rest: Omit<InventoryParts, 'book'>) => ({
      ...inventoryHandlers({ ...rest, book: inventory }),
      ...setupDraftHandlers(draft, rest.session),
      ...trainingHandlers(training),
    }),
  }
}
