import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TrashedCopyShown } from '#shared/contracts/index.ts'
import type { CopyId, ReplicaId } from '#shared/domain/index.ts'
import { Trouble } from '../../parts/trouble.tsx'
import { useUnits } from '../../parts/use-units.ts'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { useAnswer } from '../../state/use-answer.ts'
import { useNow } from '../../state/use-now.ts'
import classes from './settings.module.css'

/** Copies that left the list of a place and can still come back. Bringing back takes no second person and no key. */
export function TrashList({ replicaId }: { replicaId: ReplicaId }) {
  const { t } = useTranslation('cleaning')
  const { engine } = useServices()
  const { answer } = useAnswer(() => engine.listTrash({ replicaId }))
  const [back, setBack] = useState<readonly CopyId[]>([])
  if (answer.kind !== 'ready') return null
  const trashed = answer.value.filter(({ copyId }) => !back.includes(copyId))
  if (trashed.length === 0) return null
  return (
    <section className={classes.stack}>
      <h3 className={classes.subheading}>{t('trash.title')}</h3>
      <ul className={classes.rows}>
        {trashed.map((copy) => (
          <TrashRow
            key={copy.copyId}
            copy={copy}
            replicaId={replicaId}
            onBack={() => setBack((last) => [...last, copy.copyId])}
          />
        ))}
      </ul>
    </section>
  )
}

type RowProps = { copy: TrashedCopyShown; replicaId: ReplicaId; onBack: () => void }

function TrashRow({ copy: { copyId, takenAtMs, keptUntilMs }, replicaId, onBack }: RowProps) {
  const { t } = useTranslation('cleaning')
  const { engine, known } = useServices()
  const units = useUnits()
  const when = units.moment(takenAtMs, useNow())
  const bring = useAction(async () => {
    await engine.restoreFromTrash({ replicaId, copyId })
    await known.refresh()
    onBack()
  })
  return (
    <li className={classes.row}>
      <span>{t('trash.row', { when, until: units.date(keptUntilMs) })}</span>
      <Button
        variant="default"
        aria-label={t('trash.backOf', { when })}
        loading={bring.state.kind === 'busy'}
        onClick={bring.run}
      >
        {t('trash.back')}
      </Button>
      {bring.state.kind === 'failed' && <Trouble error={bring.state.error} />}
    </li>
  )
}
