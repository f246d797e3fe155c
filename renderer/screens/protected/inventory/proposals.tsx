import { Button } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { InventoryView } from '#shared/contracts/index.ts'
import { type InventoryKind, usualItem } from '#shared/domain/index.ts'
import { AddIcon } from '../../../parts/icons/index.ts'
import { Trouble } from '../../../parts/trouble.tsx'
import { useItemWords } from '../../../parts/use-item-words.ts'
import { useOverview, useServices } from '../../../state/services.tsx'
import { useAction } from '../../../state/use-action.ts'
import { useAnswer } from '../../../state/use-answer.ts'
import classes from '../protected.module.css'

type ProposalsProps = { items: InventoryView['items']; onShow: (view: InventoryView) => void }

/** What seems to be in the protected folders and nobody wrote down yet, each one press away. */
export function Proposals({ items, onShow }: ProposalsProps) {
  const { t } = useTranslation('inventory')
  const { engine } = useServices()
  const { sources } = useOverview()
  const { placeOf } = useItemWords()
  const id = useId()
  const paths = sources.flatMap((source) => (source.kind === 'folder' ? [source.path] : []))
  const { answer } = useAnswer(() => engine.proposeInventory({ paths }))
  const add = useAction(async (kind: InventoryKind, path: string) =>
    onShow(await engine.saveInventoryItem({ itemId: null, item: usualItem(kind, [{ kind: 'folder', path }]) })),
  )
  const found = answer.kind === 'ready' ? answer.value.items : []
  const missing = found.filter(({ kind }) => !items.some(({ item }) => item.kind === kind))
  if (missing.length === 0) return null
  return (
    <div className={classes.places}>
      <h3 id={id} className={classes.heading}>
        {t('proposed')}
      </h3>
      <ul className={classes.list} aria-labelledby={id}>
        {missing.map(({ kind, path }) => (
          <li key={kind} className={classes.proposal}>
            <span>
              <strong>{t(`kind.${kind}`)}</strong>{' '}
              <span className={classes.soft}>{placeOf({ kind: 'folder', path })}</span>
            </span>
            <div>
              <Button
                variant="default"
                leftSection={<AddIcon />}
                loading={add.state.kind === 'busy'}
                aria-label={t('proposedAdd', { name: t(`kind.${kind}`) })}
                onClick={() => add.run(kind, path)}
              >
                {t('dialog.note')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {add.state.kind === 'failed' && <Trouble error={add.state.error} />}
    </div>
  )
}
