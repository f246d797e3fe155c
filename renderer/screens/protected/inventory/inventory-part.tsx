import { Button } from '@mantine/core'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { InventoryView } from '#shared/contracts/index.ts'
import { categoryOfKind, type InventoryItem, type InventoryState } from '#shared/domain/index.ts'
import { GoalConflicts } from '../../../parts/goal-conflicts.tsx'
import { AddIcon, ClinicIcon } from '../../../parts/icons/index.ts'
import { ToneLine } from '../../../parts/note.tsx'
import type { State } from '../../../parts/tone.ts'
import { Trouble } from '../../../parts/trouble.tsx'
import { useItemWords } from '../../../parts/use-item-words.ts'
import { useServices } from '../../../state/services.tsx'
import { useAction } from '../../../state/use-action.ts'
import { useInventory } from '../../../state/use-inventory.ts'
import { useMay } from '../../../state/use-may.ts'
import classes from '../protected.module.css'
import { ItemDialog } from './item-dialog.tsx'
import { Proposals } from './proposals.tsx'

const ORDER: readonly InventoryState[] = ['unprotected', 'partly', 'waiting', 'protected']
const STATES: Readonly<Record<InventoryState, State>> = {
  unprotected: 'needs-you',
  partly: 'attention',
  waiting: 'waiting',
  protected: 'guarded',
}
type Asked =
  | { readonly kind: 'none' }
  | { readonly kind: 'add' }
  | { readonly kind: 'change'; readonly item: InventoryItem }

/** What the clinic has, protected or not; what no copy holds comes first. */
export function InventoryPart() {
  const { t } = useTranslation('inventory')
  const id = useId()
  const { inventory, trouble, show } = useInventory()
  const [asked, setAsked] = useState<Asked>({ kind: 'none' })
  const mayChange = useMay('configure')
  if (inventory === null) return trouble && <Trouble error={trouble} />
  const sorted = inventory.items.toSorted((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state))
  return (
    <section className={classes.inventory} aria-labelledby={id}>
      <div>
        <h2 id={id} className={classes.name}>
          {t('title')}
        </h2>
        <p className={classes.soft}>{t('lead')}</p>
      </div>
      <GoalConflicts inventory={inventory} />
      {sorted.length === 0 && <p className={classes.soft}>{t('none')}</p>}
      <ul className={classes.list}>
        {sorted.map(({ item, state }) => (
          <ItemCard
            key={item.itemId}
            item={item}
            state={state}
            mayChange={mayChange}
            onChange={() => setAsked({ kind: 'change', item })}
            onShow={show}
          />
        ))}
      </ul>
      {mayChange && (
        <>
          <Proposals items={inventory.items} onShow={show} />
          <div>
            <Button variant="default" leftSection={<AddIcon />} onClick={() => setAsked({ kind: 'add' })}>
              {t('add')}
            </Button>
          </div>
        </>
      )}
      {asked.kind !== 'none' && (
        <ItemDialog
          item={asked.kind === 'change' ? asked.item : null}
          onShow={show}
          onClose={() => setAsked({ kind: 'none' })}
        />
      )}
    </section>
  )
}

type ItemCardProps = {
  item: InventoryItem
  state: InventoryState
  mayChange: boolean
  onChange: () => void
  onShow: (view: InventoryView) => void
}

function ItemCard({ item, state, mayChange, onChange, onShow }: ItemCardProps) {
  const { t } = useTranslation('inventory')
  const { engine, known } = useServices()
  const { nameOf, placeOf } = useItemWords()
  const name = nameOf(item)
  const isOpen = state === 'unprotected' || state === 'partly'
  const folders = isOpen ? item.places.flatMap((place) => (place.kind === 'folder' ? [place.path] : [])) : []
  const advised = isOpen
    ? item.places.flatMap(({ kind }) => (kind === 'folder' || kind === 'source' ? [] : [kind]))
    : []
  const remove = useAction(async () => onShow(await engine.removeInventoryItem({ itemId: item.itemId })))
  const protect = useAction(async () => {
    for (const path of folders)
      await engine.protectFolder({ path, label: name.slice(0, 80), category: categoryOfKind[item.kind] })
    await known.refresh()
    onShow(await engine.inventory({}))
  })
  return (
    <li className={classes.card}>
      <div className={classes.inner}>
        <ClinicIcon size="2rem" className={classes.icon} />
        <div className={classes.words}>
          <h3 className={classes.heading}>{name}</h3>
          {item.name !== '' && <p className={classes.soft}>{t(`kind.${item.kind}`)}</p>}
          <ToneLine state={STATES[state]}>{t(`state.${state}`)}</ToneLine>
          {item.places.map((place) => (
            <p key={JSON.stringify(place)}>{placeOf(place)}</p>
          ))}
          {[...new Set(advised)].map((kind) => (
            <p key={kind} className={classes.soft}>
              {t(`advice.${kind}`)}
            </p>
          ))}
        </div>
        <ItemFacts item={item} />
        {mayChange && (
          <div className={`${classes.foot} ${classes.wholeRow}`}>
            {folders.length > 0 && (
              <Button
                aria-label={t('protectWhat', { name })}
                loading={protect.state.kind === 'busy'}
                onClick={protect.run}
              >
                {t('protect')}
              </Button>
            )}
            <Button variant="default" aria-label={t('changeWhat', { name })} onClick={onChange}>
              {t('change')}
            </Button>
            <Button
              variant="subtle"
              aria-label={t('removeWhat', { name })}
              loading={remove.state.kind === 'busy'}
              onClick={remove.run}
            >
              {t('remove')}
            </Button>
          </div>
        )}
        {protect.state.kind === 'failed' && <Trouble error={protect.state.error} />}
        {remove.state.kind === 'failed' && <Trouble error={remove.state.error} />}
      </div>
    </li>
  )
}

function ItemFacts({ item }: { item: InventoryItem }) {
  const { t } = useTranslation('inventory')
  const names = (people: InventoryItem['updatedBy']) => people.map((person) => person.name).join(', ')
  const { weight, keepFor, legalBasis, updatedBy, approvedBy, seenBy } = item
  return (
    <div className={`${classes.words} ${classes.soft}`}>
      {weight !== 'unknown' && <p>{t('line.weight', { weight: t(`weight.${weight}`) })}</p>}
      {updatedBy.length > 0 && <p>{t('line.updatedBy', { names: names(updatedBy) })}</p>}
      {approvedBy.length > 0 && <p>{t('line.approvedBy', { names: names(approvedBy) })}</p>}
      {seenBy.length > 0 && <p>{t('line.seenBy', { names: seenBy.map((role) => t(`role.${role}`)).join(', ') })}</p>}
      {legalBasis && <p>{t(`legalBasis.${legalBasis}`)}</p>}
      <p>{keepFor.kind === 'years' ? t('line.keptYears', { count: keepFor.years }) : t('line.kept')}</p>
    </div>
  )
}
