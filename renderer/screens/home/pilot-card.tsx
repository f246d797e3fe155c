import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { InventoryView } from '#shared/contracts/index.ts'
import { GuardedIcon } from '../../parts/icons/index.ts'
import { ToneLine } from '../../parts/note.tsx'
import { Panel } from '../../parts/panel.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useRunning, useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import classes from './home.module.css'

type PilotProps = { inventory: InventoryView; onShow: (view: InventoryView) => void }

/** One area first: it is copied, read back, something of it comes back; then the rest joins. Stays until that is done. */
export function PilotCard({ inventory, onShow }: PilotProps) {
  const { t } = useTranslation('inventory')
  const { engine, known, route } = useServices()
  const isReading = useRunning('check') !== undefined
  const read = useAction(async () => {
    await engine.checkNow({ readData: true })
    await known.refresh()
  })
  const widen = useAction(async () => {
    onShow(await engine.widenProtection({}))
    await known.refresh()
  })
  if (inventory.later.length === 0) return null
  const { isCopied, isReadBack, isRecovered } = inventory.proven
  const steps = [
    { name: 'copied', isDone: isCopied },
    { name: 'readBack', isDone: isReadBack },
    { name: 'recovered', isDone: isRecovered },
    { name: 'widened', isDone: false },
  ] as const
  const now = steps.find(({ isDone }) => !isDone)?.name
  const failed = [read, widen].flatMap(({ state }) => (state.kind === 'failed' ? [state.error] : []))[0]
  return (
    <Panel icon={GuardedIcon} title={t('pilot.title')}>
      <p>{t('pilot.later', { names: inventory.later.join(', ') })}</p>
      <ol className={classes.list}>
        {steps.map(({ name, isDone }) => (
          <li key={name} aria-current={name === now ? 'step' : undefined}>
            <ToneLine state={isDone ? 'checked' : name === now ? 'attention' : 'waiting'}>
              {t(`pilot.${name}`)}
              {isDone && `: ${t('pilot.done')}`}
            </ToneLine>
          </li>
        ))}
      </ol>
      <div className={classes.noticeActions}>
        {now === 'copied' && <p className={classes.soft}>{t('pilot.copying')}</p>}
        {now === 'readBack' && (
          <Button variant="default" loading={read.state.kind === 'busy' || isReading} onClick={read.run}>
            {t('pilot.read')}
          </Button>
        )}
        {now === 'recovered' && (
          <Button variant="default" onClick={() => route.goTo('recover')}>
            {t('pilot.recover')}
          </Button>
        )}
        {now === 'widened' && (
          <Button variant="default" loading={widen.state.kind === 'busy'} onClick={widen.run}>
            {t('pilot.widen')}
          </Button>
        )}
      </div>
      {failed && <Trouble error={failed} />}
    </Panel>
  )
}
