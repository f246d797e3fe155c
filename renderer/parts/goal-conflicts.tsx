import { useTranslation } from 'react-i18next'
import type { InventoryView } from '#shared/contracts/index.ts'
import classes from './goal-conflicts.module.css'
import { Note } from './note.tsx'
import { useItemWords } from './use-item-words.ts'

type GoalConflictsProps = { inventory: Pick<InventoryView, 'conflicts' | 'items'> | null }

/** Goals that contradict something else the clinic decided: told wherever goals are set or read, never mended. */
export function GoalConflicts({ inventory }: GoalConflictsProps) {
  const { t } = useTranslation('inventory')
  const { conflictOf } = useItemWords()
  if (inventory === null || inventory.conflicts.length === 0) return null
  const items = inventory.items.map(({ item }) => item)
  return (
    <Note tone="attention" title={t('conflict.title')}>
      <ul className={classes.list}>
        {inventory.conflicts.map((conflict) => (
          <li key={JSON.stringify(conflict)}>{conflictOf(conflict, items)}</li>
        ))}
      </ul>
    </Note>
  )
}
