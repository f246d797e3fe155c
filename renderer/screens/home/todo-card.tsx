import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { InventoryView } from '#shared/contracts/index.ts'
import type { InventoryState } from '#shared/domain/index.ts'
import { Note } from '../../parts/note.tsx'
import { useServices } from '../../state/services.tsx'

/** What set-up left for later, and what the clinic has that no copy holds. Nobody can put it off; it goes when it is done. */
export function TodoCard({ inventory }: { inventory: InventoryView }) {
  const { t } = useTranslation('inventory')
  const { route } = useServices()
  const named = (wanted: InventoryState) =>
    inventory.items
      .filter(({ state }) => state === wanted)
      .map(({ item }) => item.name || t(`kind.${item.kind}`))
      .join(', ')
  const { items, team, conflicts } = inventory
  const [unprotected, partly] = [named('unprotected'), named('partly')]
  const isOpen = unprotected !== '' || partly !== '' || conflicts.length > 0
  if (!isOpen && items.length > 0 && team.length === 0) return null
  return (
    <Note
      tone={isOpen ? 'attention' : 'none'}
      title={t('todo.title')}
      action={
        <Button variant="default" onClick={() => route.goTo('protected')}>
          {t('todo.see')}
        </Button>
      }
    >
      {unprotected !== '' && <p>{t('todo.unprotected', { names: unprotected })}</p>}
      {partly !== '' && <p>{t('todo.partly', { names: partly })}</p>}
      {conflicts.length > 0 && <p>{t('todo.conflicts', { count: conflicts.length })}</p>}
      {items.length === 0 && <p>{t('todo.empty')}</p>}
      {team.length > 0 && <p>{t('todo.team', { names: team.map(({ name }) => name).join(', ') })}</p>}
    </Note>
  )
}
