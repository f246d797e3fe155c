import { Button } from '@mantine/core'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { KitState } from '#shared/domain/index.ts'
import { KitIcon, PrintIcon } from '../../parts/icons/index.ts'
import { ToneLine } from '../../parts/note.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useUnits } from '../../parts/use-units.ts'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { useMay } from '../../state/use-may.ts'
import { useNow } from '../../state/use-now.ts'
import { ProveDialog } from './prove-dialog.tsx'
import { ReprintDialog } from './reprint-dialog.tsx'
import { Section } from './section.tsx'
import classes from './settings.module.css'

/** How old the paper is, when it was last shown to work, and the way to do both again. */
export function KitSection() {
  const { t } = useTranslation('kit')
  const { engine } = useServices()
  const mayDecide = useMay('decide')
  const [kit, setKit] = useState<KitState>()
  const [asked, setAsked] = useState<'prove' | 'reprint' | null>(null)
  const load = useAction(useCallback(async () => setKit(await engine.kitState({})), [engine]))
  const { run } = load
  useEffect(() => run(), [run])
  const nowMs = useNow()
  // Filled is what has to be done, and nothing else.
  const isPrintDue = kit !== undefined && (!kit.paper || isOver(kit.printDueAtMs, nowMs))
  const isProofDue = kit !== undefined && !isPrintDue && isOver(kit.proofDueAtMs, nowMs)
  const close = () => {
    setAsked(null)
    run()
  }
  return (
    <Section name="kit" title={t('settings.title')} lead={t('settings.lead')}>
      <div className={classes.wide}>
        {load.state.kind === 'failed' && <Trouble error={load.state.error} onRetry={run} />}
        {kit && <KitFacts kit={kit} />}
      </div>
      {mayDecide && (
        <div className={`${classes.wide} ${classes.foot}`}>
          <Button
            variant={isProofDue ? 'filled' : 'default'}
            leftSection={<KitIcon />}
            disabled={!kit?.paper}
            onClick={() => setAsked('prove')}
          >
            {t('settings.prove')}
          </Button>
          <Button
            variant={isPrintDue ? 'filled' : 'default'}
            leftSection={<PrintIcon />}
            onClick={() => setAsked('reprint')}
          >
            {t('settings.reprint')}
          </Button>
        </div>
      )}
      {asked === 'prove' && <ProveDialog onClose={close} />}
      {asked === 'reprint' && <ReprintDialog onClose={close} />}
    </Section>
  )
}

const isOver = (dueAtMs: number | null, nowMs: number): boolean => dueAtMs !== null && nowMs >= dueAtMs

function KitFacts({ kit: { paper, proofDueAtMs, printDueAtMs } }: { kit: KitState }) {
  const { t } = useTranslation('kit')
  const units = useUnits()
  const nowMs = useNow()
  if (!paper) return <ToneLine state="unknown">{t('settings.unknown')}</ToneLine>
  const isProofDue = isOver(proofDueAtMs, nowMs)
  return (
    <div className={classes.stack}>
      <p>
        {t('settings.printed', { date: units.date(paper.printedAtMs) })}{' '}
        {paper.provenAtMs === null
          ? t('settings.unproven')
          : t('settings.proven', { date: units.date(paper.provenAtMs) })}{' '}
        {!isProofDue && proofDueAtMs !== null && t('settings.due', { date: units.date(proofDueAtMs) })}
      </p>
      {isProofDue && <ToneLine state="due">{t('settings.dueNow')}</ToneLine>}
      {isOver(printDueAtMs, nowMs) && <ToneLine state="due">{t('settings.printDue')}</ToneLine>}
    </div>
  )
}
