import { Radio } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { FileVersion } from '#shared/contracts/index.ts'
import { useUnits } from '../../parts/use-units.ts'
import { useNow } from '../../state/use-now.ts'
import classes from './recover.module.css'

type VersionListProps = {
  versions: readonly FileVersion[]
  chosen: number | undefined
  onChoose: (versionKey: number) => void
  isDisabled: boolean
}

/** How the file was over time, newest first; one is chosen. */
export function VersionList({ versions, chosen, onChoose, isDisabled }: VersionListProps) {
  const { t } = useTranslation('recover')
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className={classes.heading}>
        {t('version.title')}
      </h2>
      {versions.length > 1 && <p className={classes.soft}>{t('version.hint')}</p>}
      <Radio.Group
        aria-labelledby={id}
        value={chosen === undefined ? null : String(chosen)}
        onChange={(key) => onChoose(Number(key))}
      >
        <ol className={classes.timeline}>
          {versions.map((version, index) => (
            <li key={version.versionKey}>
              <Version version={version} isNewest={index === 0} isDisabled={isDisabled} />
            </li>
          ))}
        </ol>
      </Radio.Group>
    </section>
  )
}

function Version({ version, isNewest, isDisabled }: { version: FileVersion; isNewest: boolean; isDisabled: boolean }) {
  const { t } = useTranslation('recover')
  const units = useUnits()
  const nowMs = useNow()
  const id = useId()
  const first = units.moment(version.firstCopyAtMs, nowMs)
  const last = units.moment(version.lastCopyAtMs, nowMs)
  return (
    <label className={classes.version} htmlFor={id}>
      <Radio id={id} value={String(version.versionKey)} size="md" disabled={isDisabled} />
      <span className={classes.words}>
        <span className={classes.versionName}>
          {t('version.asOf', { when: units.onMoment(version.modifiedAtMs, nowMs) })}
          {isNewest && <span className={classes.newest}>{t('version.newest')}</span>}
        </span>
        <span className={classes.soft}>
          {first === last ? t('version.inOneCopy', { first }) : t('version.inCopies', { first, last })}
        </span>
      </span>
      <span className={classes.numbers}>{units.bytes(version.sizeBytes)}</span>
    </label>
  )
}
