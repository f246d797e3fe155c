import { Button, Progress } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { BookLine, DiskSetView, DiskView, SwapView } from '#shared/contracts/index.ts'
import { DiskIcon } from '../../parts/icons/index.ts'
import { Note } from '../../parts/note.tsx'
import { Panel } from '../../parts/panel.tsx'
import { swapPictures } from '../../parts/pictures/index.ts'
import { useErrorText } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import classes from './disks.module.css'
import { HandOverForm, Receipt } from './hand-over.tsx'
import { diskIn } from './use-disks.ts'

type StepName = 'plug' | 'write' | 'check' | 'take'
const STEPS: readonly StepName[] = ['plug', 'write', 'check', 'take']

/** The swap in four steps: plug in, written, checked, taken away. Shown while it is somebody's turn or a disk is here. */
export function SwapPanel({ view, onChanged }: { view: DiskSetView; onChanged: () => void }) {
  const { t } = useTranslation('disks')
  const [receipt, setReceipt] = useState<BookLine | null>(null)
  const step = useStep(view)
  const signed = receipt && diskIn(view, receipt.entry.diskId)
  if (receipt && signed)
    return (
      <Panel icon={DiskIcon} title={t('swap.title')}>
        <Receipt disk={signed} line={receipt} onClose={() => setReceipt(null)} />
      </Panel>
    )
  if (step === null) return null
  return (
    <Panel icon={DiskIcon} title={t('swap.title')}>
      <Steps now={step} />
      <Now
        view={view}
        step={step}
        onChanged={onChanged}
        onSigned={(line) => {
          setReceipt(line)
          onChanged()
        }}
      />
    </Panel>
  )
}

/** Null while no disk is here and nobody's turn has come. */
function useStep({ swap, promise }: DiskSetView): StepName | null {
  const phase = usePhase(swap)
  switch (swap.kind) {
    case 'none':
      return promise.kind === 'kept' || promise.kind === 'no-disks' ? null : 'plug'
    case 'working':
      return phase === 'checking' ? 'check' : 'write'
    case 'ready':
      return 'take'
    case 'waiting':
    case 'stopped':
      return 'write'
    case 'wrong':
    case 'held':
      return 'plug'
  }
}

function useProgress(swap: SwapView) {
  const { known } = useServices()
  return useStore(known, ({ progress }) => (swap.kind === 'working' ? progress.get(swap.jobId) : undefined))
}
const usePhase = (swap: SwapView) => useProgress(swap)?.phase

function Steps({ now }: { now: StepName }) {
  const { t } = useTranslation('disks')
  const at = STEPS.indexOf(now)
  return (
    <ol className={classes.steps}>
      {STEPS.map((step, index) => {
        const StepPicture = swapPictures[step]
        return (
          <li
            key={step}
            className={classes.step}
            data-is={index < at ? 'done' : index === at ? 'now' : 'later'}
            aria-current={index === at ? 'step' : undefined}
          >
            <StepPicture width="5rem" />
            {t(`swap.steps.${step}`)}
          </li>
        )
      })}
    </ol>
  )
}

type NowProps = {
  view: DiskSetView
  step: StepName
  onChanged: () => void
  onSigned: (line: BookLine) => void
}

function Now({ view, step, onChanged, onSigned }: NowProps) {
  const { swap, promise } = view
  const expected = promise.kind === 'no-disks' ? undefined : diskIn(view, promise.diskId)
  if (swap.kind === 'none') return expected ? <Plug disk={expected} /> : null
  const disk = diskIn(view, swap.diskId)
  if (!disk) return null
  switch (swap.kind) {
    case 'wrong':
      return <Wrong disk={disk} expected={expected} swap={swap} onChanged={onChanged} />
    case 'held':
      return <Held disk={disk} />
    case 'waiting':
      return <Words title="swap.waiting" body="swap.waitingBody" disk={disk} />
    case 'working':
      return <Working disk={disk} swap={swap} isChecking={step === 'check'} />
    case 'stopped':
      return <Stopped disk={disk} swap={swap} onChanged={onChanged} />
    case 'ready':
      return <Ready disk={disk} isEjected={swap.isEjected} onChanged={onChanged} onSigned={onSigned} />
  }
}

type WordsKey = 'swap.plug' | 'swap.waiting'

function Words({ title, body, disk }: { title: WordsKey; body: `${WordsKey}Body`; disk: DiskView }) {
  const { t } = useTranslation('disks')
  return (
    <div role="status">
      <p className={classes.big}>{t(title, { disk: disk.label })}</p>
      <p className={classes.soft}>{t(body, { number: disk.number })}</p>
    </div>
  )
}

const Plug = ({ disk }: { disk: DiskView }) => <Words title="swap.plug" body="swap.plugBody" disk={disk} />

function Working({ disk, swap, isChecking }: { disk: DiskView; swap: SwapView; isChecking: boolean }) {
  const { t } = useTranslation('disks')
  const progress = useProgress(swap)
  const percent =
    progress && progress.totalBytes > 0 ? Math.floor((100 * progress.doneBytes) / progress.totalBytes) : null
  return (
    <>
      <div role="status">
        <p className={classes.big}>{t(isChecking ? 'swap.check' : 'swap.write', { disk: disk.label })}</p>
        <p className={classes.soft}>{t(isChecking ? 'swap.checkBody' : 'swap.writeBody')}</p>
      </div>
      <Progress
        value={percent ?? 100}
        animated={percent === null}
        size="lg"
        radius="xl"
        aria-label={t('swap.progress')}
      />
      {percent !== null && <p>{t(isChecking ? 'swap.checkPercent' : 'swap.writePercent', { percent })}</p>}
    </>
  )
}

type WrongProps = {
  disk: DiskView
  expected: DiskView | undefined
  swap: Extract<SwapView, { kind: 'wrong' }>
  onChanged: () => void
}

function Wrong({ disk, expected, swap: { verdict }, onChanged }: WrongProps) {
  const { t } = useTranslation('disks')
  const { engine } = useServices()
  const use = useAction(async () => {
    await engine.swapAnyway({ diskId: disk.diskId })
    onChanged()
  })
  const words = { disk: disk.label, expected: expected?.label ?? '' }
  const body = verdict === 'lost' ? 'swap.wrongLost' : verdict === 'retired' ? 'swap.wrongRetired' : 'swap.wrongBody'
  return (
    <Note tone="attention" title={t('swap.wrong')} isUrgent>
      <p>{t(body, words)}</p>
      {use.state.kind === 'failed' && <Why error={use.state.error} />}
      {verdict !== 'lost' && verdict !== 'retired' && (
        <p>
          <Button variant="default" loading={use.state.kind === 'busy'} onClick={use.run}>
            {t('swap.useAnyway', words)}
          </Button>
        </p>
      )}
    </Note>
  )
}

function Held({ disk }: { disk: DiskView }) {
  const { t } = useTranslation('disks')
  const { route } = useServices()
  return (
    <Note tone="needs-you" title={t('swap.held')} isUrgent>
      <p>{t('swap.heldBody', { disk: disk.label })}</p>
      <p>
        <Button onClick={() => route.goTo('home')}>{t('swap.toHome')}</Button>
      </p>
    </Note>
  )
}

type StoppedProps = { disk: DiskView; swap: Extract<SwapView, { kind: 'stopped' }>; onChanged: () => void }

function Stopped({ disk, swap: { error }, onChanged }: StoppedProps) {
  const { t } = useTranslation('disks')
  const retry = useRetry(disk, onChanged)
  return (
    <Note tone="needs-you" title={t('swap.stopped', { disk: disk.label })} isUrgent>
      <Why error={retry.state.kind === 'failed' ? retry.state.error : error} />
      <p>
        <Button loading={retry.state.kind === 'busy'} onClick={retry.run}>
          {t('swap.retry')}
        </Button>
      </p>
    </Note>
  )
}

type ReadyProps = {
  disk: DiskView
  isEjected: boolean
  onChanged: () => void
  onSigned: (line: BookLine) => void
}

function Ready({ disk, isEjected, onChanged, onSigned }: ReadyProps) {
  const { t } = useTranslation('disks')
  const retry = useRetry(disk, onChanged)
  if (!isEjected)
    return (
      <Note tone="attention" title={t('swap.notEjected', { disk: disk.label })} isUrgent>
        <p>{t('swap.notEjectedBody')}</p>
        {retry.state.kind === 'failed' && <Why error={retry.state.error} />}
        <p>
          <Button loading={retry.state.kind === 'busy'} onClick={retry.run}>
            {t('swap.eject')}
          </Button>
        </p>
      </Note>
    )
  return (
    <>
      <Note tone="guarded" title={t('swap.ready', { disk: disk.label })} isUrgent>
        <p>{t('swap.readyBody')}</p>
      </Note>
      <HandOverForm disk={disk} onSigned={onSigned} />
    </>
  )
}

function useRetry(disk: DiskView, onChanged: () => void) {
  const { engine } = useServices()
  return useAction(async () => {
    await engine.retrySwap({ diskId: disk.diskId })
    onChanged()
  })
}

function Why({ error }: { error: Parameters<typeof useErrorText>[0] }) {
  const { t } = useTranslation('common')
  const { safe, todo } = useErrorText(error)
  return (
    <>
      <p>{safe}</p>
      <p>{todo}</p>
      <p className={classes.number}>{t('code', { code: error.code })}</p>
    </>
  )
}
