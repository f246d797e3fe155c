import { Button } from '@mantine/core'
import { startTransition, useCallback, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AuditEntry } from '#shared/contracts/index.ts'
import type { WireError } from '#shared/errors/index.ts'
import type { EngineClient } from '../../client/clients.ts'
import { Busy } from '../../parts/busy.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { SearchIcon } from '../../parts/icons/index.ts'
import { LongList } from '../../parts/long-list/index.ts'
import { ScreenTitle } from '../../parts/screen-title.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useOverview, useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { toWireError } from '../../state/wire-error.ts'
import { EntryLine } from './entry-line.tsx'
import { ExportPanel } from './export-panel.tsx'
import { askedOf, type Filter, NO_FILTER } from './filter.ts'
import { Filters } from './filters.tsx'
import classes from './history.module.css'
import { StateNote } from './state-note.tsx'

const PAGE = 50

type Page = Awaited<ReturnType<EngineClient['auditEntries']>>
type Known =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: WireError }
  | { readonly kind: 'ready'; readonly page: Page }

/** The register of what was done: how it stands, and its lines, the newest first. */
export function History() {
  const { t } = useTranslation('history')
  const { engine } = useServices()
  const { seq } = useOverview()
  const [filter, setFilter] = useState<Filter>(NO_FILTER)
  const [known, setKnown] = useState<Known>({ kind: 'loading' })
  const again = useCallback(() => {
    let isGone = false
    engine.auditEntries({ ...askedOf(filter), limit: PAGE }).then(
      // Drawn in pieces: fifty lines at once would hold up who is typing.
      (page) => !isGone && startTransition(() => setKnown({ kind: 'ready', page })),
      (error: unknown) => !isGone && setKnown({ kind: 'failed', error: toWireError(error) }),
    )
    return () => {
      isGone = true
    }
  }, [engine, filter])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new fact is a new line
  useEffect(again, [again, seq])
  const people = known.kind === 'ready' ? known.page.people : []
  return (
    <div className={classes.page}>
      <ScreenTitle lead={t('lead')}>{t('title')}</ScreenTitle>
      <StateNote />
      <Filters filter={filter} people={people} onChange={setFilter} />
      {known.kind === 'loading' && <Busy>{t('loading')}</Busy>}
      {known.kind === 'failed' && <Trouble error={known.error} onRetry={again} />}
      {known.kind === 'ready' && <Lines key={JSON.stringify(filter)} first={known.page} filter={filter} />}
      <ExportPanel filter={filter} />
    </div>
  )
}

function Lines({ first, filter }: { first: Page; filter: Filter }) {
  const { t } = useTranslation('history')
  const { engine } = useServices()
  const [older, setOlder] = useState<{ readonly entries: readonly AuditEntry[]; readonly nextPlace: number | null }>()
  const [names, setNames] = useState<Readonly<Record<string, string>>>()
  const nextPlace = older ? older.nextPlace : first.nextPlace
  const oldest = first.entries.at(-1)
  // Lines that came meanwhile move others from the first page on; none is shown twice.
  const entries = useMemo(() => {
    const newest = new Set(first.entries.map(({ hash }) => hash))
    return [...first.entries, ...(older?.entries ?? []).filter(({ hash }) => !newest.has(hash))]
  }, [first, older])
  const more = useAction(async () => {
    if (nextPlace === null) return
    const page = await engine.auditEntries({ ...askedOf(filter), beforePlace: nextPlace, limit: PAGE })
    setOlder({ entries: [...(older?.entries ?? first.entries), ...page.entries], nextPlace: page.nextPlace })
  })
  const files = entries.flatMap(({ subject }) => (subject?.kind === 'file' ? subject.id : []))
  const show = useAction(async () => {
    setNames((await engine.auditNames({ files: [...new Set(files)].slice(0, 200) })).files)
  })
  if (oldest === undefined) {
    const isAll = Object.values(filter).every((part) => part === '')
    return (
      <EmptyState icon={SearchIcon} title={t(isAll ? 'list.empty' : 'list.none')}>
        {t(isAll ? 'list.emptyBody' : 'list.noneBody')}
      </EmptyState>
    )
  }
  return (
    <>
      {files.length > 0 && (
        <div className={classes.actions}>
          {names === undefined ? (
            <Button variant="default" loading={show.state.kind === 'busy'} onClick={() => show.run()}>
              {t('list.names')}
            </Button>
          ) : (
            <p role="status" className={classes.soft}>
              {t('list.namesShown')}
            </p>
          )}
        </div>
      )}
      {show.state.kind === 'failed' && <Trouble error={show.state.error} />}
      <LongList
        items={entries}
        keyOf={({ hash }) => hash}
        label={t('list.label')}
        className={classes.list}
        rowClassName={classes.line}
      >
        {(entry) => <EntryLine entry={entry} names={names} />}
      </LongList>
      {nextPlace === null ? (
        <p className={classes.soft}>{t('list.end')}</p>
      ) : (
        <div className={classes.actions}>
          <Button variant="default" loading={more.state.kind === 'busy'} onClick={() => more.run()}>
            {t('list.more')}
          </Button>
        </div>
      )}
      {more.state.kind === 'failed' && <Trouble error={more.state.error} />}
    </>
  )
}
