import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { InventoryView } from '#shared/contracts/index.ts'
import { type InventoryItem, type InventoryKind, type InventoryPlace, usualItem } from '#shared/domain/index.ts'
import { Busy } from '../../parts/busy.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { useAnswer } from '../../state/use-answer.ts'
import { ItemDialog } from '../protected/inventory/item-dialog.tsx'
import { chosenPlaces } from './have.ts'
import { HaveRow, type Known } from './have-row.tsx'
import { goOnFrom, goToStep, setupStore } from './setup-store.ts'
import classes from './step.module.css'
import { Step } from './step.tsx'

/** What a small clinic usually has, those first without which nobody is seen. Anything else is written down later. */
const KINDS = [
  'records',
  'agenda',
  'images',
  'anamnesis',
  'evolution',
  'prescriptions',
  'insurance',
  'receipts',
  'finance',
  'certificates',
  'devices',
] as const satisfies readonly InventoryKind[]

/** What the clinic has and where each is: found in the chosen folders where that is possible, and one choice a line. */
export function HaveStep() {
  const { t } = useTranslation(['firstSteps', 'common'])
  const { engine } = useServices()
  const { answer } = useAnswer(async () => {
    const { folders } = setupStore.getState()
    const [inventory, { items }] = await Promise.all([
      engine.inventory({}),
      engine.proposeInventory({ paths: folders.map(({ findings }) => findings.path) }),
    ])
    return { inventory, found: items }
  })
  if (answer.kind === 'ready') return <Have {...answer.value} />
  return (
    <Step
      name="have"
      title={t('have.title')}
      lead={t('have.lead')}
      onBack={() => goToStep('protect')}
      next={t('common:next')}
      onNext={() => goOnFrom('have')}
      canGoOn={answer.kind === 'failed'}
    >
      {answer.kind === 'loading' ? <Busy>{t('have.looking')}</Busy> : <Trouble error={answer.error} />}
    </Step>
  )
}

type HaveProps = {
  inventory: InventoryView
  found: readonly { readonly kind: InventoryKind; readonly path: string }[]
}

function Have({ inventory, found }: HaveProps) {
  const { t } = useTranslation(['firstSteps', 'common'])
  const { engine } = useServices()
  const [items, setItems] = useState(() => itemsOf(inventory))
  const places = chosenPlaces()
  // What somebody has taken off is not proposed to them again.
  const [proposed, setProposed] = useState(() => (items.length > 0 ? new Map() : proposalsOf(found)))
  const [asked, setAsked] = useState<InventoryItem | null>(null)
  const put = async ({ kind, item }: Known, place: InventoryPlace) => {
    const next = item ? { ...item, places: [place] } : usualItem(kind, [place])
    const saved = itemsOf(await engine.saveInventoryItem({ itemId: item?.itemId ?? null, item: next }))
    setItems(saved)
    return saved
  }
  const choose = useAction(async (known: Known, place: InventoryPlace | null) => {
    setProposed((all) => new Map([...all].filter(([kind]) => kind !== known.kind)))
    if (place) await put(known, place)
    else if (known.item) setItems(itemsOf(await engine.removeInventoryItem({ itemId: known.item.itemId })))
  })
  const open = useAction(async (known: Known) => {
    const saved = known.item || !known.place ? items : await put(known, known.place)
    setAsked(saved.find(({ kind }) => kind === known.kind) ?? null)
  })
  const goOn = useAction(async () => {
    for (const [kind, place] of proposed)
      if (!items.some((item) => item.kind === kind))
        await engine.saveInventoryItem({ itemId: null, item: usualItem(kind, [place]) })
    goOnFrom('have')
  })
  const failed = [choose, open, goOn].flatMap(({ state }) => (state.kind === 'failed' ? [state.error] : []))[0]
  return (
    <>
      <Step
        name="have"
        title={t('have.title')}
        lead={t('have.lead')}
        onBack={() => goToStep('protect')}
        onLater={() => goOnFrom('have')}
        next={t('common:next')}
        onNext={goOn.run}
        isBusy={goOn.state.kind === 'busy'}
      >
        <ul className={classes.rows}>
          {KINDS.map((kind) => {
            const item = items.find((one) => one.kind === kind)
            const known: Known = { kind, item, place: item?.places[0] ?? proposed.get(kind) }
            return (
              <HaveRow
                key={kind}
                known={known}
                places={places}
                found={found.find((one) => one.kind === kind)?.path}
                onPlace={(place) => choose.run(known, place)}
                onMore={() => open.run(known)}
              />
            )
          })}
        </ul>
        {failed && <Trouble error={failed} />}
      </Step>
      {asked && <ItemDialog item={asked} onShow={(view) => setItems(itemsOf(view))} onClose={() => setAsked(null)} />}
    </>
  )
}

const itemsOf = (view: InventoryView): readonly InventoryItem[] => view.items.map(({ item }) => item)

/** As the names of folders tell; what the clinic works with is in the database of its system, where there is one. */
function proposalsOf(found: HaveProps['found']): Map<InventoryKind, InventoryPlace> {
  const database = chosenPlaces().find(({ isDatabase }) => isDatabase)
  const all = new Map<InventoryKind, InventoryPlace>(found.map(({ kind, path }) => [kind, { kind: 'folder', path }]))
  if (database) all.set('records', { kind: 'folder', path: database.path })
  return all
}
