import { Radio } from '@mantine/core'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Busy } from '../../../parts/busy.tsx'
import { Note } from '../../../parts/note.tsx'
import { Trouble } from '../../../parts/trouble.tsx'
import { useUnits } from '../../../parts/use-units.ts'
import { useServices } from '../../../state/services.tsx'
import { useAnswer } from '../../../state/use-answer.ts'
import { useNow } from '../../../state/use-now.ts'
import classes from '../recover.module.css'
import { PutBack } from './put-back.tsx'

/** Everything that one copy keeps. */
export function ComputerWay({ onRight }: { onRight: () => void }) {
  const { t } = useTranslation(['wizard', 'common'])
  const { engine } = useServices()
  const units = useUnits()
  const nowMs = useNow()
  const id = useId()
  const { answer, again } = useAnswer(() => engine.copiesToRecover({}))
  const [chosen, setChosen] = useState<string>()
  const copies = answer.kind === 'ready' ? answer.value : []
  const copy = copies.find(({ copyId }) => copyId === chosen) ?? copies[0]
  return (
    <PutBack what={copy && { kind: 'everything', copyId: copy.copyId }} canGoInPlace onRight={onRight}>
      <Note tone="none" title={t('computer.burned')}>
        <p>{t('computer.burnedWhy')}</p>
      </Note>
      {answer.kind === 'loading' && <Busy>{t('computer.loading')}</Busy>}
      {answer.kind === 'failed' && <Trouble error={answer.error} onRetry={again} />}
      {copy && (
        <section aria-labelledby={id}>
          <h2 id={id} className={classes.heading}>
            {t('computer.which')}
          </h2>
          <p className={classes.soft}>{t('computer.whichHint')}</p>
          <Radio.Group aria-labelledby={id} value={copy.copyId} onChange={setChosen}>
            <ol className={classes.timeline}>
              {copies.slice(0, 12).map(({ copyId, takenAtMs, files, bytes }, index) => (
                <li key={copyId}>
                  <label className={classes.version} htmlFor={`${id}${index}`}>
                    <Radio id={`${id}${index}`} value={copyId} size="md" />
                    <span className={classes.words}>
                      <span className={classes.versionName}>
                        {t('computer.copy', { when: units.moment(takenAtMs, nowMs) })}
                        {index === 0 && <span className={classes.newest}>{t('folder.newest')}</span>}
                      </span>
                      <span className={classes.soft}>{t('common:files', { count: files })}</span>
                    </span>
                    <span className={classes.numbers}>{units.bytes(bytes)}</span>
                  </label>
                </li>
              ))}
            </ol>
          </Radio.Group>
        </section>
      )}
    </PutBack>
  )
}
