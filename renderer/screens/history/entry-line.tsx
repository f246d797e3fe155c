import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { AuditEntry } from '#shared/contracts/index.ts'
import { historySentence } from '#shared/i18n/index.ts'
import { TechnicianDetails } from '../../parts/technician.tsx'
import { useUnits } from '../../parts/use-units.ts'
import { usePreferences } from '../../state/services.tsx'
import classes from './history.module.css'

type EntryLineProps = {
  entry: AuditEntry
  /** What keyed hashes stand for, once somebody who may has asked. */
  names: Readonly<Record<string, string>> | undefined
}

/** One line of the register: what it was, when and by whom; the rest one click away. Not drawn again when others come. */
export const EntryLine = memo(function EntryLine({ entry, names }: EntryLineProps) {
  const { t } = useTranslation('history')
  const units = useUnits()
  const { language } = usePreferences()
  const { actor, actorName, secondName, subject, extra } = entry
  const name = subject?.kind === 'file' ? names?.[subject.id] : undefined
  const byWhom =
    actor === 'system' ? t('list.computer') : actor === 'cli' ? t('list.technician') : (actorName ?? t('list.nobody'))
  const who = [
    t('list.by', { who: byWhom }),
    ...(secondName === null ? [] : [t('list.withSecond', { who: secondName })]),
  ]
  return (
    <>
      <p className={classes.sentence}>{historySentence(entry, language, name && `“${name}”`)}</p>
      <p className={classes.soft}>
        {units.onPaper(entry.atMs)} · {who.join(' ')}
      </p>
      <TechnicianDetails
        facts={() => [
          { label: t('technical.number'), value: String(entry.number) },
          { label: t('technical.part'), value: entry.segment },
          { label: t('technical.type'), value: entry.type },
          { label: t('technical.component'), value: entry.component },
          ...(subject ? [{ label: t('technical.subject'), value: `${subject.kind} ${subject.id}` }] : []),
          ...(Object.keys(extra).length > 0 ? [{ label: t('technical.extra'), value: JSON.stringify(extra) }] : []),
          { label: t('technical.fingerprint'), value: entry.hash },
          { label: t('technical.before'), value: entry.prevHash },
          { label: t('technical.seal'), value: entry.seal ?? t('technical.noSeal') },
        ]}
      />
    </>
  )
})
