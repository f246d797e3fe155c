import { NativeSelect } from '@mantine/core'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Evidence, PlanView, SavedPaper } from '#shared/contracts/index.ts'
import type { SavedEvidence } from '#shared/domain/index.ts'
import { Busy } from '../../parts/busy.tsx'
import { DocumentIcon } from '../../parts/icons/index.ts'
import { Note } from '../../parts/note.tsx'
import { Panel } from '../../parts/panel.tsx'
import { PaperButtons } from '../../parts/report/index.ts'
import { Trouble } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { CopiesPerDay } from './copies-per-day.tsx'
import { EvidenceSheet } from './evidence-sheet.tsx'
import classes from './plan.module.css'
import { useWho } from './use-who.tsx'
import { useWords } from './use-words.ts'

type Folder = { evidence: Evidence; json: string; sha256: string }

/** One month's proof: shown, printed, and kept with its seals written down. */
export function EvidencePanel({ view }: { view: PlanView }) {
  const { t } = useTranslation('plan')
  const { engine } = useServices()
  const words = useWords()
  const { who, field } = useWho()
  const [known, setKnown] = useState<{ months: string[]; saved: SavedEvidence[] } | null>(null)
  const [month, setMonth] = useState<string | null>(view.evidenceDue)
  const [folder, setFolder] = useState<Folder | null>(null)
  const listing = useAction(useCallback(async () => setKnown(await engine.evidenceMonths({})), [engine]))
  const { run: list } = listing
  useEffect(list, [list])
  const chosen = month ?? known?.months[0] ?? null
  const gather = useAction(async () => {
    if (chosen !== null && who !== '') setFolder(await engine.evidence({ month: chosen, by: who }))
  })
  const { run } = gather
  // biome-ignore lint/correctness/useExhaustiveDependencies: another month or another person is another paper
  useEffect(run, [chosen, who, run])
  async function saved({ sha256 }: SavedPaper) {
    if (!folder) return
    const { month: of } = folder.evidence
    await engine.evidenceSaved({ month: of, by: who, dataSha256: folder.sha256, pdfSha256: sha256 })
    list()
  }
  if (listing.state.kind === 'failed' || !known || chosen === null)
    return (
      <Panel icon={DocumentIcon} title={t('evidence.title')}>
        {listing.state.kind === 'failed' ? (
          <Trouble error={listing.state.error} onRetry={list} />
        ) : (
          <Busy>{t('loading')}</Busy>
        )}
      </Panel>
    )
  const isReady = folder?.evidence.month === chosen && folder.evidence.madeBy === who
  const isDue = view.evidenceDue !== null && !known.saved.some((one) => one.month === view.evidenceDue)
  return (
    <Panel icon={DocumentIcon} title={t('evidence.title')}>
      <p className={classes.soft}>{t('evidence.lead')}</p>
      {isDue && <Note tone="attention" title={t('evidence.due', { month: words.month(view.evidenceDue ?? '') })} />}
      <div className={classes.fields}>
        <NativeSelect
          size="md"
          label={t('evidence.month')}
          value={chosen}
          data={known.months.map((value) => ({ value, label: words.month(value) }))}
          onChange={(event) => setMonth(event.currentTarget.value)}
        />
        {field}
      </div>
      {gather.state.kind === 'failed' && <Trouble error={gather.state.error} onRetry={run} />}
      {gather.state.kind === 'busy' && <Busy>{t('evidence.preparing')}</Busy>}
      {isReady && (
        <>
          <CopiesPerDay evidence={folder.evidence} />
          <PaperButtons
            kind="evidence"
            suffix={chosen}
            title={t('evidence.sheetTitle', { month: words.month(chosen) })}
            clinicName={view.clinicName}
            data={folder.json}
            onSaved={(paper) => void saved(paper)}
          >
            <EvidenceSheet evidence={folder.evidence} dataSha256={folder.sha256} />
          </PaperButtons>
        </>
      )}
      {known.saved.length > 0 && (
        <div>
          <strong>{t('evidence.savedTitle')}</strong>
          <ul className={classes.list}>
            {known.saved.toReversed().map((one) => (
              <li key={one.atMs}>
                {t('evidence.saved', { month: words.month(one.month), who: one.by, date: words.date(one.atMs) })}
              </li>
            ))}
          </ul>
        </div>
      )}
    </Panel>
  )
}
