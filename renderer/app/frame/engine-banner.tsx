import { useTranslation } from 'react-i18next'
import { CallTechnician } from '../../parts/call-technician/index.ts'
import { Note } from '../../parts/note.tsx'
import { useEngineHealth } from '../../state/services.tsx'

const OFTEN = 3

/** Says so while the engine's process is not running. */
export function EngineBanner() {
  const { t } = useTranslation('app')
  const health = useEngineHealth()
  if (health.kind === 'running') return null
  return (
    <Note tone="attention" title={t('engine.title')} isUrgent>
      <p>{health.attempt >= OFTEN ? t('engine.often', { attempt: health.attempt }) : t('engine.body')}</p>
      {health.attempt >= OFTEN && (
        <p>
          <CallTechnician isQuiet />
        </p>
      )}
    </Note>
  )
}
