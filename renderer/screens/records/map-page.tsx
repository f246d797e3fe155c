import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type EhrMap, ehrMapSchema, type MapReport, type OpenRecords } from '#shared/domain/index.ts'
import type { WireError } from '#shared/errors/index.ts'
import { Busy } from '../../parts/busy.tsx'
import { BackIcon } from '../../parts/icons/index.ts'
import { Note } from '../../parts/note.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { toWireError } from '../../state/wire-error.ts'
import { CopyTrouble } from './copy-trouble.tsx'
import classes from './records.module.css'

type MapProps = {
  opened: OpenRecords
  onBack: () => void
  onReopen: () => void
  onConfirmed: (opened: OpenRecords) => void
}
type Known =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: WireError }
  | { readonly kind: 'ready'; readonly report: MapReport }

/** The technician looks at where the system keeps what, leaves out what is wrong, and confirms the rest. */
export function MapPage({ opened, onBack, onReopen, onConfirmed }: MapProps) {
  const { t } = useTranslation('records')
  const { engine } = useServices()
  const { recordsId } = opened
  const [known, setKnown] = useState<Known>({ kind: 'loading' })
  const [isFresh, setIsFresh] = useState(false)
  const [round, setRound] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks the same again
  useEffect(() => {
    let isGone = false
    setKnown({ kind: 'loading' })
    engine.recordMap({ recordsId, isFresh }).then(
      (report) => !isGone && setKnown({ kind: 'ready', report }),
      (error: unknown) => !isGone && setKnown({ kind: 'failed', error: toWireError(error) }),
    )
    return () => {
      isGone = true
    }
  }, [engine, recordsId, isFresh, round])
  return (
    <>
      <div className={classes.actions}>
        <Button variant="subtle" leftSection={<BackIcon />} onClick={onBack}>
          {t('map.back')}
        </Button>
        {!isFresh && (
          <Button variant="default" onClick={() => setIsFresh(true)}>
            {t('map.again')}
          </Button>
        )}
      </div>
      <h2 className={classes.heading}>{t('map.title')}</h2>
      <p>{t('map.lead')}</p>
      {known.kind === 'loading' && <Busy>{t('map.loading')}</Busy>}
      {known.kind === 'failed' && (
        <CopyTrouble error={known.error} onRetry={() => setRound(round + 1)} onReopen={onReopen} />
      )}
      {known.kind === 'ready' && (
        <MapForm key={String(isFresh)} opened={opened} report={known.report} onConfirmed={onConfirmed} />
      )}
    </>
  )
}

type FormProps = { opened: OpenRecords; report: MapReport; onConfirmed: (opened: OpenRecords) => void }

function MapForm({ opened, report, onConfirmed }: FormProps) {
  const { t } = useTranslation('records')
  const { engine } = useServices()
  const [map, setMap] = useState<EhrMap | null>(report.map)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [json, setJson] = useState(() => (report.map ? JSON.stringify(report.map, null, 2) : ''))
  const change = (next: EhrMap) => {
    setMap(next)
    setJson(JSON.stringify(next, null, 2))
  }
  const typed = readMap(json)
  const wanted = typed && without(typed, left)
  const confirm = useAction(async () => {
    if (wanted) onConfirmed(await engine.confirmRecordMap({ recordsId: opened.recordsId, map: wanted }))
  })
  return (
    <form
      className={classes.page}
      onSubmit={(event) => {
        event.preventDefault()
        confirm.run()
      }}
    >
      {map === null ? (
        <Note tone="attention" title={t('map.noProposal')} />
      ) : (
        <>
          <PatientFields map={map} report={report} onChange={change} />
          <h3 className={classes.heading}>{t('map.sections')}</h3>
          <ul className={classes.list}>
            {map.sections.map((section) => (
              <SectionFields
                key={section.table}
                section={section}
                evidence={report.evidence.find(({ table }) => table === section.table)}
                isUsed={!left.has(section.table)}
                onUse={(isUsed) =>
                  setLeft((before) => {
                    const next = new Set(before)
                    if (isUsed) next.delete(section.table)
                    else next.add(section.table)
                    return next
                  })
                }
                onTitle={(title) =>
                  change({
                    ...map,
                    sections: map.sections.map((one) => (one.table === section.table ? { ...one, title } : one)),
                  })
                }
              />
            ))}
          </ul>
        </>
      )}
      {report.suspicious.length > 0 && (
        <Note
          tone="attention"
          title={t('map.suspicious', {
            tables: report.suspicious.map(({ table, columns }) => `${table} (${columns.join(', ')})`).join('; '),
          })}
        />
      )}
      <Textarea
        className={classes.json ?? ''}
        label={t('map.json')}
        rows={10}
        spellCheck={false}
        value={json}
        error={typed === undefined && json.trim() !== '' ? t('map.badJson') : undefined}
        onChange={(event) => {
          setJson(event.currentTarget.value)
          const read = readMap(event.currentTarget.value)
          if (read) setMap(read)
        }}
      />
      <div className={classes.actions}>
        <Button type="submit" size="lg" disabled={!wanted} loading={confirm.state.kind === 'busy'}>
          {t('map.confirm')}
        </Button>
      </div>
      {confirm.state.kind === 'failed' && <Trouble error={confirm.state.error} />}
    </form>
  )
}

function readMap(json: string): EhrMap | undefined {
  try {
    return ehrMapSchema.safeParse(JSON.parse(json)).data
  } catch {
    return undefined
  }
}

/** The map without some tables, and without what hung on them alone. */
function without(map: EhrMap, left: ReadonlySet<string>): EhrMap {
  const kept = new Set([map.patient.table])
  const sections = map.sections.flatMap((section) => {
    const links = section.links.filter(({ to }) => kept.has(to))
    if (left.has(section.table) || links.length === 0) return []
    kept.add(section.table)
    return [{ ...section, links }]
  })
  const tables = map.detect.tables.filter((table) => kept.has(table))
  return { ...map, sections, detect: { ...map.detect, tables } }
}

type PatientProps = { map: EhrMap; report: MapReport; onChange: (map: EhrMap) => void }

function PatientFields({ map, report, onChange }: PatientProps) {
  const { t } = useTranslation('records')
  const { patient } = map
  const columns = report.tables.find(({ name }) => name === patient.table)?.columns ?? []
  const optional = (current: string | undefined) => [
    { value: '', label: t('map.noColumn') },
    ...[...new Set([...columns, ...(current === undefined ? [] : [current])])].map((value) => ({
      value,
      label: value,
    })),
  ]
  const pick = (field: 'cpf' | 'birth') => (value: string) => {
    const { [field]: _before, ...rest } = patient
    onChange({ ...map, patient: value === '' ? rest : { ...rest, [field]: value } })
  }
  const [name] = patient.name
  return (
    <div className={classes.grid}>
      <TextInput
        size="md"
        label={t('map.product')}
        value={map.product}
        maxLength={200}
        onChange={(event) =>
          event.currentTarget.value !== '' && onChange({ ...map, product: event.currentTarget.value })
        }
      />
      <TextInput size="md" label={t('map.patient')} value={patient.table} readOnly />
      <TextInput size="md" label={t('map.key')} value={patient.key.join(' + ')} readOnly />
      {patient.name.length > 1 ? (
        <TextInput size="md" label={t('map.name')} value={patient.name.join(' + ')} readOnly />
      ) : (
        <NativeSelect
          size="md"
          label={t('map.name')}
          value={name ?? ''}
          data={[...new Set([...columns, ...patient.name])]}
          onChange={(event) => onChange({ ...map, patient: { ...patient, name: [event.currentTarget.value] } })}
        />
      )}
      <NativeSelect
        size="md"
        label={t('map.cpf')}
        value={patient.cpf ?? ''}
        data={optional(patient.cpf)}
        onChange={(event) => pick('cpf')(event.currentTarget.value)}
      />
      <NativeSelect
        size="md"
        label={t('map.birth')}
        value={patient.birth ?? ''}
        data={optional(patient.birth)}
        onChange={(event) => pick('birth')(event.currentTarget.value)}
      />
    </div>
  )
}

type SectionProps = {
  section: EhrMap['sections'][number]
  evidence: MapReport['evidence'][number] | undefined
  isUsed: boolean
  onUse: (isUsed: boolean) => void
  onTitle: (title: string) => void
}

function SectionFields({ section, evidence, isUsed, onUse, onTitle }: SectionProps) {
  const { t } = useTranslation('records')
  const { table, title, links } = section
  const share = evidence?.share == null ? '' : `${Math.round(evidence.share * 100)} %`
  const kind = evidence?.kind === 'name' && share === '' ? 'nameOnly' : (evidence?.kind ?? 'written')
  return (
    <li className={classes.mapRow}>
      <Checkbox
        label={t('map.use', { table })}
        checked={isUsed}
        onChange={(event) => onUse(event.currentTarget.checked)}
      />
      <TextInput
        size="md"
        label={t('map.sectionTitle', { table })}
        value={title}
        maxLength={200}
        disabled={!isUsed}
        onChange={(event) => event.currentTarget.value !== '' && onTitle(event.currentTarget.value)}
      />
      <p className={`${classes.soft} ${classes.wide}`}>
        {links
          .map(({ on, to }) =>
            t('map.link', {
              columns: on.map(([own, theirs]) => (own === theirs ? own : `${own} = ${theirs}`)).join(' + '),
              to,
            }),
          )
          .join('; ')}{' '}
        ({t(`map.evidence.${kind}`, { share })})
      </p>
    </li>
  )
}
