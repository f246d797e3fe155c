import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LastEntries as Found } from '#shared/domain/index.ts'
import type { EngineClient } from '../../client/clients.ts'
import { Note } from '../../parts/note.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { toWireError } from '../../state/wire-error.ts'
import { useWords } from './use-words.ts'

export type ProposedYear = { readonly label: string; readonly year: number; readonly records: number }
type Looked = { readonly label: string; readonly takenAtMs: number; readonly found: Found | null }

/** The years of last entries as the newest copies of the clinic's databases tell them, to be taken over into the form or not. */
export function LastEntries({ onTake }: { onTake: (year: ProposedYear) => void }) {
  const { t } = useTranslation(['incidents', 'plan'])
  const { engine } = useServices()
  const words = useWords()
  const [looked, setLooked] = useState<readonly Looked[] | null>(null)
  const look = useAction(async () => setLooked(await lookIntoCopies(engine)))
  if (looked === null)
    return (
      <>
        {look.state.kind === 'failed' && <Trouble error={look.state.error} />}
        <div>
          <Button variant="default" loading={look.state.kind === 'busy'} onClick={look.run}>
            {t('guard.look')}
          </Button>
        </div>
      </>
    )
  if (looked.length === 0) return <Note tone="none" title={t('guard.noDatabase')} />
  return looked.map(({ label, takenAtMs, found }) =>
    found === null || found.years.length === 0 ? (
      <Note key={label} tone="none" title={t(found === null ? 'guard.noMap' : 'guard.noEntries', { label })} />
    ) : (
      <NativeSelect
        key={label}
        size="md"
        label={t('guard.found', { label })}
        description={t('guard.foundHint', { when: words.moment(takenAtMs), count: found.undated })}
        defaultValue=""
        data={[
          { value: '', label: t('guard.foundNone') },
          ...found.years.toReversed().map(({ year, records }) => ({
            value: String(year),
            label: `${year}: ${t('guard.recordsCount', { count: records })}`,
          })),
        ]}
        onChange={({ currentTarget }) => {
          const proposed = found.years.find(({ year }) => String(year) === currentTarget.value)
          if (proposed) onTake({ label, ...proposed })
        }}
      />
    ),
  )
}

/** Each database is opened, counted and closed again; one that is not read this way, or whose map nobody confirmed, has nothing to say. */
async function lookIntoCopies(engine: EngineClient): Promise<Looked[]> {
  const looked: Looked[] = []
  for (const { sourceId, label, copies } of await engine.recoverableDatabases({})) {
    const [newest] = copies
    if (!newest) continue
    const { takenAtMs } = newest
    looked.push({ label, takenAtMs, found: await foundIn(engine, { sourceId, copyId: newest.copyId }) })
  }
  return looked
}

/** What says that a database is one of those: no map, or a kind that only its own program opens. */
const UNREADABLE: ReadonlySet<string> = new Set(['REC_101', 'REC_105'])

async function foundIn(engine: EngineClient, asked: Parameters<EngineClient['openRecords']>[0]): Promise<Found | null> {
  try {
    const { recordsId } = await engine.openRecords(asked)
    try {
      return await engine.lastEntries({ recordsId })
    } finally {
      await engine.closeRecords({ recordsId })
    }
  } catch (error) {
    if (UNREADABLE.has(toWireError(error).code)) return null
    throw error
  }
}
