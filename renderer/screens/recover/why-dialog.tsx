import { Modal } from '@mantine/core'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { CopyReasons, FileVersion, ReplicaOverview } from '#shared/contracts/index.ts'
import { Busy } from '../../parts/busy.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useFocusBack } from '../../parts/use-focus-back.ts'
import { useUnits } from '../../parts/use-units.ts'
import { VaultPlaceName } from '../../parts/vault-place.tsx'
import { useOverview, useServices } from '../../state/services.tsx'
import { useNow } from '../../state/use-now.ts'
import classes from './preview/preview.module.css'
import { useLoaded } from './preview/use-loaded.ts'

/** "Por que esta cópia existe": the rules that keep the newest copy of this version, and where it is. */
export function WhyDialog({ version, onClose }: { version: FileVersion; onClose: () => void }) {
  const { t } = useTranslation(['look', 'common'])
  useFocusBack()
  const { engine } = useServices()
  const units = useUnits()
  const nowMs = useNow()
  const { copyId } = version
  const { loaded, again } = useLoaded(useCallback((signal) => engine.explainCopy({ copyId }, signal), [engine, copyId]))
  return (
    <Modal
      opened
      onClose={onClose}
      size="40rem"
      classNames={{ title: classes.title ?? '' }}
      title={t('reasons.title', { when: units.moment(version.lastCopyAtMs, nowMs) })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {loaded.kind === 'loading' && <Busy>{t('reasons.asking')}</Busy>}
      {loaded.kind === 'failed' && <Trouble error={loaded.error} onRetry={again} />}
      {loaded.kind === 'ready' && <Reasons value={loaded.value} />}
    </Modal>
  )
}

function Reasons({ value }: { value: CopyReasons }) {
  const { t } = useTranslation('look')
  const units = useUnits()
  const { replicas } = useOverview()
  return (
    <div className={classes.body}>
      <ul className={classes.reasons}>
        {value.reasons.length === 0 && <li>{t('reasons.none')}</li>}
        {value.reasons.map((reason) => (
          <li key={reason}>{t(`reasons.${reason}`)}</li>
        ))}
        {value.legalUntilMs !== null && <li>{t('reasons.legal', { date: units.date(value.legalUntilMs) })}</li>}
      </ul>
      <h3 className={classes.heading}>{t('reasons.where')}</h3>
      {value.holders.length === 0 && <p>{t('reasons.nowhere')}</p>}
      <ul className={classes.holders}>
        {value.holders.map(({ replicaId, isMonthDisk }) => (
          <li key={replicaId}>
            <Holder replica={replicas.find((one) => one.replicaId === replicaId)} />
            {isMonthDisk && <p className={classes.soft}>{t('reasons.monthDisk')}</p>}
          </li>
        ))}
      </ul>
    </div>
  )
}

function Holder({ replica }: { replica: ReplicaOverview | undefined }) {
  const { t } = useTranslation('look')
  return replica ? <VaultPlaceName place={replica.place} name={replica.name} /> : t('reasons.unknownPlace')
}
