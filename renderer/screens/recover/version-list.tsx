import { Button, Radio } from '@mantine/core'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FileVersion } from '#shared/contracts/index.ts'
import { SearchIcon } from '../../parts/icons/index.ts'
import { LongList } from '../../parts/long-list/index.ts'
import { useUnits } from '../../parts/use-units.ts'
import { useNow } from '../../state/use-now.ts'
import { PreviewDialog } from './preview/preview-dialog.tsx'
import classes from './recover.module.css'
import { Timeline } from './timeline.tsx'
import { WhyDialog } from './why-dialog.tsx'

type VersionListProps = {
  versions: readonly FileVersion[]
  chosen: number | undefined
  onChoose: (versionKey: number) => void
  isDisabled: boolean
  /** What the file is called, where it is known. */
  name?: string
}

/** How the file was over time, newest first; one is chosen, and can be seen without recovering it. */
export function VersionList({ versions, chosen, onChoose, isDisabled, name }: VersionListProps) {
  const { t } = useTranslation(['recover', 'look'])
  const id = useId()
  const [open, setOpen] = useState<'preview' | 'why' | null>(null)
  const version = versions.find(({ versionKey }) => versionKey === chosen)
  const close = () => setOpen(null)
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className={classes.heading}>
        {t('version.title')}
      </h2>
      {versions.length > 1 && <p className={classes.soft}>{t('version.hint')}</p>}
      {versions.length > 1 && <Timeline versions={versions} chosen={chosen} onChoose={onChoose} />}
      <Radio.Group
        aria-labelledby={id}
        value={chosen === undefined ? null : String(chosen)}
        onChange={(key) => onChoose(Number(key))}
      >
        <LongList items={versions} keyOf={({ versionKey }) => versionKey} className={classes.timeline}>
          {(version, index) => (
            <>
              <Version version={version} isNewest={index === 0} isDisabled={isDisabled} />
              {version.versionKey === chosen && (
                <div className={classes.versionActions}>
                  <Button
                    variant="default"
                    leftSection={<SearchIcon />}
                    aria-haspopup="dialog"
                    onClick={() => setOpen('preview')}
                  >
                    {t('look:see')}
                  </Button>
                  <Button variant="subtle" aria-haspopup="dialog" onClick={() => setOpen('why')}>
                    {t('look:why')}
                  </Button>
                </div>
              )}
            </>
          )}
        </LongList>
      </Radio.Group>
      {version && open === 'preview' && <PreviewDialog version={version} name={name} onClose={close} />}
      {version && open === 'why' && <WhyDialog version={version} onClose={close} />}
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
