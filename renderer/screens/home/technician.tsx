import { useTranslation } from 'react-i18next'
import type { Overview } from '#shared/contracts/index.ts'
import { pathsOf } from '#shared/domain/index.ts'
import { type TechnicalFact, TechnicianDetails } from '../../parts/technician.tsx'
import { useUnits } from '../../parts/use-units.ts'
import { addressOf } from '../../parts/vault-place.tsx'

/** What a technician asks on the telephone. */
export function HomeTechnician({ overview, nowMs }: { overview: Overview; nowMs: number }) {
  const { t } = useTranslation('home')
  const units = useUnits()
  const { lastCopy, lastCheck, openFailure } = overview
  const skips = Object.entries(lastCopy?.skips ?? {})
  const facts: TechnicalFact[] = []
  if (lastCopy)
    facts.push(
      { label: t('technician.copyId'), value: lastCopy.copyId },
      { label: t('technician.taken'), value: units.onPaper(lastCopy.takenAtMs) },
      { label: t('technician.took'), value: units.duration(lastCopy.durationMs) },
      { label: t('technician.added'), value: units.bytes(lastCopy.addedBytes) },
      {
        label: t('technician.changes'),
        value: t('technician.changesValue', {
          added: units.count(lastCopy.newFiles),
          changed: units.count(lastCopy.changedFiles),
          same: units.count(lastCopy.unchangedFiles),
        }),
      },
      {
        label: t('technician.skips'),
        value:
          skips.length === 0
            ? t('technician.nothing')
            : skips.map(([code, total]) => t('technician.skipLine', { code, total: units.count(total) })).join(', '),
      },
    )
  if (lastCheck) facts.push({ label: t('check.title'), value: units.moment(lastCheck.atMs, nowMs) })
  if (openFailure) facts.push({ label: t('technician.openFailure'), value: openFailure.error.code })
  if (overview.vault) facts.push({ label: t('technician.vaultPath'), value: addressOf(overview.vault.place) })
  facts.push(
    {
      label: t('technician.paths'),
      value: (
        <ul>
          {[...new Set(overview.sources.flatMap(pathsOf))].map((path) => (
            <li key={path}>{path}</li>
          ))}
        </ul>
      ),
    },
    { label: t('technician.lastFact'), value: overview.seq },
  )
  return <TechnicianDetails facts={facts} />
}
