import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DiskSetView, DiskView } from '#shared/contracts/index.ts'
import { Busy } from '../../parts/busy.tsx'
import { AddIcon, PrintIcon } from '../../parts/icons/index.ts'
import { Note } from '../../parts/note.tsx'
import { ScreenTitle } from '../../parts/screen-title.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useNow } from '../../state/use-now.ts'
import { AddDialog } from './add-dialog.tsx'
import { AgreeForm } from './agree-form.tsx'
import { DiskCard, waitsForTaker } from './disk-card.tsx'
import classes from './disks.module.css'
import { Printed } from './print.tsx'
import { PromiseNote } from './promise-note.tsx'
import { LabelsSheet } from './sheets.tsx'
import { SwapPanel } from './swap-panel.tsx'
import { useDisks } from './use-disks.ts'

/** The disks that leave the building: whose turn it is, who has which, and the swap. */
export function Disks() {
  const { t } = useTranslation('disks')
  const nowMs = useNow()
  const { state, again } = useDisks(nowMs)
  return (
    <div className={classes.page}>
      <ScreenTitle lead={t('lead')}>{t('title')}</ScreenTitle>
      {state.kind === 'loading' && <Busy>{t('loading')}</Busy>}
      {state.kind === 'failed' && <Trouble error={state.error} onRetry={again} />}
      {state.kind === 'ready' &&
        (state.view.policy === null ? (
          <Begin onDone={again} />
        ) : (
          <Agreed view={state.view} nowMs={nowMs} onChanged={again} />
        ))}
    </div>
  )
}

/** Nothing is agreed yet: why such a disk, and which of the suggestions. */
function Begin({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('disks')
  return (
    <section className={classes.panel} aria-label={t('setUp.title')}>
      <h2 className={classes.heading}>{t('setUp.title')}</h2>
      <p className={classes.soft}>{t('setUp.body')}</p>
      <AgreeForm policy={null} onDone={onDone} />
    </section>
  )
}

type AgreedProps = { view: DiskSetView; nowMs: number; onChanged: () => void }

function Agreed({ view, nowMs, onChanged }: AgreedProps) {
  const { t } = useTranslation('disks')
  const [open, setOpen] = useState<'none' | 'add' | 'agree' | 'labels'>('none')
  const close = () => {
    setOpen('none')
    onChanged()
  }
  const calling = open === 'none' && view.swap.kind === 'none' ? view.disks.find(waitsForTaker) : undefined
  const printable = view.disks.filter(({ state }) => state !== 'retired' && state !== 'lost')
  return (
    <>
      {/* While a disk is swapped, what to do now is said below: nothing above may call all well. */}
      {(view.swap.kind === 'none' || view.promise.kind !== 'kept') && <PromiseNote view={view} nowMs={nowMs} />}
      <Strangers view={view} />
      <SwapPanel view={view} onChanged={onChanged} />
      <div className={classes.actions}>
        <Button
          // The one thing to do only where there is none yet: else a swap or a hand-over may ask for more.
          variant={view.disks.length === 0 ? 'filled' : 'default'}
          leftSection={<AddIcon />}
          onClick={() => setOpen('add')}
        >
          {t('add.open')}
        </Button>
        {printable.length > 0 && (
          <Button variant="default" leftSection={<PrintIcon />} onClick={() => setOpen('labels')}>
            {t('labels.open')}
          </Button>
        )}
        <Button
          variant="default"
          aria-expanded={open === 'agree'}
          onClick={() => setOpen(open === 'agree' ? 'none' : 'agree')}
        >
          {t('promise.change')}
        </Button>
      </div>
      {open === 'agree' && (
        <section className={classes.panel} aria-label={t('promise.change')}>
          <AgreeForm policy={view.policy} onDone={close} />
        </section>
      )}
      {view.disks.length > 0 && (
        <ul className={classes.list} aria-label={t('card.list')}>
          {sorted(view.disks).map((disk) => (
            <DiskCard key={disk.diskId} disk={disk} nowMs={nowMs} isCalling={disk === calling} onChanged={onChanged} />
          ))}
        </ul>
      )}
      {open === 'add' && <AddDialog view={view} onClose={close} />}
      {open === 'labels' && (
        <Printed onOver={() => setOpen('none')}>
          <LabelsSheet disks={printable} />
        </Printed>
      )}
    </>
  )
}

/** Disks that say they are ours and cannot be taken for it: named, and left as they are. */
function Strangers({ view: { strangers } }: { view: DiskSetView }) {
  const { t } = useTranslation('disks')
  return strangers.map(({ kind, label }) => (
    <Note
      key={`${kind} ${label}`}
      tone="attention"
      title={t(`swap.stranger.${kind}`, { label: label === '' ? t('swap.unnamed') : label })}
      isUrgent
    />
  ))
}

const ORDER: readonly DiskView['state'][] = ['in-use', 'due-back', 'to-check', 'new', 'away', 'lost', 'retired']

/** What asks for somebody comes first; else by the number on the label. */
const sorted = (disks: readonly DiskView[]): DiskView[] =>
  [...disks].sort((left, right) => ORDER.indexOf(left.state) - ORDER.indexOf(right.state) || left.number - right.number)
