import { Button, NumberInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ClockIcon } from '../../parts/icons/index.ts'
import { Panel } from '../../parts/panel.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import classes from './people.module.css'

const MOST_MINUTES = 120

/** After how long without anybody a window is closed by itself. */
export function LockSection() {
  const { t } = useTranslation('people')
  const { engine } = useServices()
  const [saved, setSaved] = useState<number | null>(null)
  const [minutes, setMinutes] = useState<number | null>(null)
  useEffect(() => {
    engine.lockPolicy({}).then(
      ({ lockAfterMinutes }) => {
        setSaved(lockAfterMinutes)
        setMinutes(lockAfterMinutes)
      },
      () => {},
    )
  }, [engine])
  const save = useAction(async () => {
    if (minutes !== null) setSaved((await engine.setLockPolicy({ lockAfterMinutes: minutes })).lockAfterMinutes)
  })
  if (saved === null || minutes === null) return null
  return (
    <Panel icon={ClockIcon} title={t('lock.title')}>
      <NumberInput
        className={classes.short ?? ''}
        size="md"
        label={t('lock.label')}
        value={minutes}
        min={1}
        max={MOST_MINUTES}
        allowDecimal={false}
        onChange={(value) => setMinutes(typeof value === 'number' ? Math.min(MOST_MINUTES, Math.max(1, value)) : saved)}
      />
      {save.state.kind === 'failed' && <Trouble error={save.state.error} />}
      <div>
        <Button
          variant="default"
          loading={save.state.kind === 'busy'}
          disabled={minutes === saved}
          onClick={() => save.run()}
        >
          {t('lock.save')}
        </Button>
      </div>
    </Panel>
  )
}
