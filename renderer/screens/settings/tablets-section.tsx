import { Button, NumberInput, Switch } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tablet, TabletPolicy, TabletView } from '#shared/domain/index.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { ToneLine } from '../../parts/note.tsx'
import { TechnicianDetails } from '../../parts/technician.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useUnits } from '../../parts/use-units.ts'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { useNow } from '../../state/use-now.ts'
import { PairDialog } from './pair-dialog.tsx'
import { Section } from './section.tsx'
import classes from './settings.module.css'

const DAY_MS = 86_400_000

/** Tablets and phones that send photos: turned on with one folder, added with one code each. */
export function TabletsSection() {
  const { t } = useTranslation('tablets')
  const { engine } = useServices()
  const [view, setView] = useState<TabletView>()
  const [isPairing, setIsPairing] = useState(false)
  const load = useAction(async () => setView(await engine.tabletView({})))
  const { run } = load
  useEffect(() => {
    run()
    return engine.facts({ afterSeq: Number.MAX_SAFE_INTEGER }, ({ kind }) => {
      if (kind === 'tablets-changed') run()
    })
  }, [engine, run])
  return (
    <Section name="tablets" title={t('screen.title')} lead={t('screen.lead')}>
      <div className={`${classes.wide} ${classes.stack}`}>
        {load.state.kind === 'failed' && <Trouble error={load.state.error} onRetry={run} />}
        {view && !view.isOn && <TurnOn inboxPath={view.inboxPath} onView={setView} />}
        {view?.isOn && (
          <>
            <p className={classes.soft}>
              {t('screen.otherInbox')} <span className={classes.path}>{view.inboxPath}</span>
            </p>
            {view.addresses.length === 0 && <ToneLine tone="attention">{t('screen.noNetwork')}</ToneLine>}
            {view.tablets.length === 0 && <p className={classes.soft}>{t('screen.none')}</p>}
            {view.tablets.length > 0 && (
              <ul className={classes.rows}>
                {view.tablets.map((tablet) => (
                  <TabletRow key={tablet.tabletId} tablet={tablet} onView={setView} />
                ))}
              </ul>
            )}
            <Policy policy={view.policy} onView={setView} />
            <div className={classes.foot}>
              <Button variant="default" onClick={() => setIsPairing(true)} disabled={view.addresses.length === 0}>
                {t('screen.pair')}
              </Button>
              <TurnOff onView={setView} />
            </div>
            <TechnicianDetails
              facts={[
                { label: t('screen.address'), value: <Addresses all={view.addresses} /> },
                { label: t('screen.fingerprint'), value: view.fingerprint },
              ]}
            />
          </>
        )}
      </div>
      {isPairing && view && <PairDialog known={view.tablets.length} view={view} onClose={() => setIsPairing(false)} />}
    </Section>
  )
}

/** Each on its own line: a phone has one of them typed in. */
const Addresses = ({ all }: { all: readonly string[] }) => (
  <ul>
    {all.map((address) => (
      <li key={address}>{address}</li>
    ))}
  </ul>
)

type OnView = { onView: (view: TabletView) => void }

function TurnOn({ inboxPath, onView }: OnView & { inboxPath: string | null }) {
  const { t } = useTranslation('tablets')
  const { engine, shell } = useServices()
  const [chosen, setChosen] = useState(inboxPath)
  const choose = useAction(async () => {
    const { path } = await shell.chooseFolder({ purpose: 'protect' })
    if (path !== null) setChosen(path)
  })
  const turnOn = useAction(async () => {
    if (chosen !== null) onView(await engine.turnOnTablets({ inboxPath: chosen }))
  })
  return (
    <>
      <p className={classes.soft}>{t('screen.off')}</p>
      {chosen !== null && (
        <p>
          {t('screen.folder')}: <span className={classes.path}>{chosen}</span>
        </p>
      )}
      {turnOn.state.kind === 'failed' && <Trouble error={turnOn.state.error} />}
      <div className={classes.foot}>
        {chosen !== null && (
          <Button loading={turnOn.state.kind === 'busy'} onClick={turnOn.run}>
            {t('screen.turnOn')}
          </Button>
        )}
        <Button variant={chosen === null ? 'filled' : 'default'} onClick={choose.run}>
          {t(chosen === null ? 'screen.chooseFolder' : 'screen.otherFolder')}
        </Button>
      </div>
    </>
  )
}

function TurnOff({ onView }: OnView) {
  const { t } = useTranslation('tablets')
  const { engine } = useServices()
  const [isAsked, setIsAsked] = useState(false)
  const turnOff = useAction(async () => onView(await engine.turnOffTablets({})))
  return (
    <>
      <Button variant="subtle" onClick={() => setIsAsked(true)}>
        {t('screen.turnOff')}
      </Button>
      {isAsked && (
        <FormDialog
          title={t('screen.turnOff')}
          submit={t('screen.turnOff')}
          state={turnOff.state}
          onSubmit={turnOff.run}
          onClose={() => setIsAsked(false)}
        >
          <p>{t('screen.turningOff')}</p>
        </FormDialog>
      )}
    </>
  )
}

function TabletRow({ tablet, onView }: OnView & { tablet: Tablet }) {
  const { t } = useTranslation('tablets')
  const { engine } = useServices()
  const nowMs = useNow()
  const units = useUnits()
  const [isAsked, setIsAsked] = useState(false)
  const revoke = useAction(async () => onView(await engine.revokeTablet({ tabletId: tablet.tabletId })))
  const { name, lastSentAtMs, pairedAtMs, isQuiet, sentFiles } = tablet
  const days = Math.floor((nowMs - (lastSentAtMs ?? pairedAtMs)) / DAY_MS)
  return (
    <li className={classes.row}>
      <div className={classes.tabletWords}>
        <strong>{name}</strong>
        {isQuiet ? (
          <ToneLine state="late">{t('screen.quiet', { count: days })}</ToneLine>
        ) : (
          <p className={classes.soft}>
            {lastSentAtMs === null
              ? t('screen.neverSent')
              : `${t('screen.lastSent', { when: units.moment(lastSentAtMs, nowMs) })} · ${t('screen.sentFiles', { count: sentFiles })}`}
          </p>
        )}
      </div>
      <Button variant="default" onClick={() => setIsAsked(true)}>
        {t('screen.revoke')}
      </Button>
      {isAsked && (
        <FormDialog
          title={t('screen.revokeTitle', { name })}
          submit={t('screen.revoke')}
          state={revoke.state}
          onSubmit={revoke.run}
          onClose={() => setIsAsked(false)}
        >
          <p>{t('screen.revokeLead')}</p>
        </FormDialog>
      )}
    </li>
  )
}

function Policy({ policy, onView }: OnView & { policy: TabletPolicy }) {
  const { t } = useTranslation('tablets')
  const { engine } = useServices()
  const save = useAction(async (change: Partial<TabletPolicy>) =>
    onView(await engine.setTabletPolicy({ ...policy, ...change })),
  )
  return (
    <>
      <Switch
        checked={policy.keepsPhotoDetails}
        label={t('screen.details')}
        description={t('screen.detailsWhy')}
        onChange={(event) => save.run({ keepsPhotoDetails: event.currentTarget.checked })}
      />
      <NumberInput
        className={classes.short ?? ''}
        label={t('screen.quietAfter')}
        value={policy.quietAfterDays}
        min={1}
        max={90}
        clampBehavior="strict"
        suffix={` ${t('screen.days', { count: policy.quietAfterDays }).replace(/^\S+\s/, '')}`}
        onChange={(value) => typeof value === 'number' && save.run({ quietAfterDays: value })}
      />
      {save.state.kind === 'failed' && <Trouble error={save.state.error} />}
    </>
  )
}
