import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { InventoryView } from '#shared/contracts/index.ts'
import type { InventoryState } from '#shared/domain/index.ts'
import { Note } from '../../parts/note.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useRunning, useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { useInventory } from '../../state/use-inventory.ts'
import classes from './home.module.css'

/** What set-up left for later, and what the clinic has that no copy holds. Nobody can put it off; it goes when it is done. */
export function TodoCard() {
  const { t } = useTranslation('inventory')
  const { route } = useServices()
  const { inventory, show } = useInventory()
  if (inventory === null) return null
  const named = (wanted: InventoryState) =>
    inventory.items
      .filter(({ state }) => state === wanted)
      .map(({ item }) => item.name || t(`kind.${item.kind}`))
      .join(', ')
  const { items, later, team, conflicts } = inventory
  const [unprotected, partly] = [named('unprotected'), named('partly')]
  const isOpen = unprotected !== '' || partly !== '' || later.length > 0 || conflicts.length > 0
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
      {later.length > 0 && <Pilot inventory={inventory} onShow={show} />}
      {conflicts.length > 0 && <p>{t('todo.conflicts', { count: conflicts.length })}</p>}
      {items.length === 0 && <p>{t('todo.empty')}</p>}
      {team.length > 0 && <p>{t('todo.team', { names: team.map(({ name }) => name).join(', ') })}</p>}
    </Note>
  )
}

/** One area first: its copy is read back, then the rest joins. */
function Pilot({ inventory, onShow }: { inventory: InventoryView; onShow: (view: InventoryView) => void }) {
  const { t } = useTranslation('inventory')
  const { engine, known } = useServices()
  const isReading = useRunning('check') !== undefined
  const { later, isPilotProven } = inventory
  const act = useAction(async () => {
    if (isPilotProven) onShow(await engine.widenProtection({}))
    else await engine.checkNow({ readData: true })
    await known.refresh()
  })
  return (
    <>
      <p>{t('todo.later', { names: later.join(', ') })}</p>
      <p>{isPilotProven ? t('todo.laterProven') : t('todo.laterProve')}</p>
      <div className={classes.noticeActions}>
        <Button loading={act.state.kind === 'busy' || isReading} onClick={act.run}>
          {isPilotProven ? t('todo.widen') : t('todo.readBack')}
        </Button>
      </div>
      {act.state.kind === 'failed' && <Trouble error={act.state.error} />}
    </>
  )
}
