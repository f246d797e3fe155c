import { Badge, Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type DatabaseFinding, type DatabaseKind, unprovenDatabases } from '#shared/domain/index.ts'
import { useServices } from '../../state/services.tsx'
import { Busy } from '../busy.tsx'
import { AddIcon, DatabaseIcon } from '../icons/index.ts'
import { DatabaseDialog, type TriedDatabase } from './database-dialog.tsx'
import classes from './databases.module.css'

type FoundProps = {
  /** Found ones that are chosen already. */
  isKnown?: (found: DatabaseFinding) => boolean
  onProtect: (database: TriedDatabase) => Promise<void>
}

/** "Encontramos o banco do seu sistema": what was found on this computer, and the way to enter one that was not. */
export function FoundDatabases({ isKnown = () => false, onProtect }: FoundProps) {
  const { t } = useTranslation('databases')
  const { all, lookAgain } = useFindings()
  const [asked, setAsked] = useState<{ found?: DatabaseFinding } | null>(null)
  const found = all?.filter((one) => !isKnown(one))
  const isAny = found !== undefined && found.length > 0
  return (
    <section className={classes.section} aria-labelledby="databases-title">
      <div>
        <h2 id="databases-title" className={classes.title}>
          {isAny ? t('found', { count: found.length }) : t('none')}
        </h2>
        <p className={classes.soft}>{isAny ? t('foundLead') : t('noneLead')}</p>
      </div>
      {found === undefined && <Busy>{t('looking')}</Busy>}
      {isAny && (
        <ul className={classes.list}>
          {found.map((one) => (
            <FoundCard
              key={`${one.kind} ${one.instance ?? one.port}`}
              found={one}
              onChoose={() => setAsked({ found: one })}
            />
          ))}
        </ul>
      )}
      <div>
        <Button variant="default" size={isAny ? 'md' : 'lg'} leftSection={<AddIcon />} onClick={() => setAsked({})}>
          {t('other')}
        </Button>
      </div>
      {asked && (
        <DatabaseDialog
          found={asked.found}
          onProtect={async (database) => {
            await onProtect(database)
            lookAgain()
          }}
          onClose={() => setAsked(null)}
        />
      )}
    </section>
  )
}

function FoundCard({ found, onChoose }: { found: DatabaseFinding; onChoose: () => void }) {
  const { t } = useTranslation('databases')
  const { kind, product, port, instance, evidence, isRunning } = found
  const kindName = t(`kinds.${kind}`)
  const name = product === null ? kindName : t('ofProduct', { kind: kindName, product })
  const where = instance === null ? t('here', { port }) : t('hereInstance', { instance })
  return (
    <li className={classes.card}>
      <DatabaseIcon size="2rem" />
      <div className={classes.words}>
        <p className={classes.name}>
          {name} <UnprovenBadge kind={kind} />
        </p>
        <p className={classes.soft}>{evidence === 'port' ? t('guess', { kind: kindName, port }) : where}</p>
        {!isRunning && <p className={classes.soft}>{t('off')}</p>}
      </div>
      <Button variant="default" aria-label={t('protectWhat', { what: name })} onClick={onChoose}>
        {t('protect')}
      </Button>
    </li>
  )
}

/** Said of kinds that nobody has seen work against a real server. */
export function UnprovenBadge({ kind }: { kind: DatabaseKind }) {
  const { t } = useTranslation('databases')
  if (!unprovenDatabases.includes(kind)) return null
  return (
    <Badge variant="default" size="lg" className={classes.badge ?? ''}>
      {t('unproven')}
    </Badge>
  )
}

/** Undefined while looking. A look that fails finds nothing: a database can always be entered by hand. */
function useFindings() {
  const { engine } = useServices()
  const [all, setAll] = useState<readonly DatabaseFinding[]>()
  const [turn, setTurn] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn is another look
  useEffect(() => {
    let isCurrent = true
    engine.findDatabases({}).then(
      (found) => isCurrent && setAll(found),
      () => isCurrent && setAll([]),
    )
    return () => {
      isCurrent = false
    }
  }, [engine, turn])
  return { all, lookAgain: () => setTurn((before) => before + 1) }
}
