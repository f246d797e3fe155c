import { Button, NativeSelect, Radio } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReplicaOverview } from '#shared/contracts/index.ts'
import { isShorterThan, neverDelete, type RetentionPolicy, type RetentionRule } from '#shared/domain/index.ts'
import { Note } from '../../parts/note.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useVaultPlaceText } from '../../parts/vault-place.tsx'
import { useOverview, useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { useMay } from '../../state/use-may.ts'
import { Section } from './section.tsx'
import classes from './settings.module.css'
import { type SectionProps, withCurrent } from './use-settings.ts'

type KeepRule = Extract<RetentionRule, { kind: 'keep' }>
const SPANS = ['daily', 'weekly', 'monthly', 'yearly'] as const
const CHOICES: Readonly<Record<(typeof SPANS)[number], readonly number[]>> = {
  daily: [7, 14, 30, 60, 90],
  weekly: [0, 8, 12, 26, 52],
  monthly: [12, 24, 60, 120, 240],
  yearly: [5, 10, 20, 30, 50],
}
const USUAL: KeepRule = { kind: 'keep', daily: 30, weekly: 12, monthly: 240, yearly: 50 }
const LAW = 0
const MINIMUM_YEARS = [LAW, 25, 30, 50]

/** For how long copies stay: for ever unless somebody says otherwise, and what another rule would do before it is one. */
export function KeepingSection({ all, onSaved }: SectionProps) {
  const { t } = useTranslation('settings')
  const { engine } = useServices()
  const [policy, setPolicy] = useState<RetentionPolicy>(all.retention)
  const rule = policy.standard
  const isChanged = JSON.stringify(policy) !== JSON.stringify(all.retention)
  const save = useAction(async () => onSaved({ retention: await engine.setRetentionPolicy(policy) }))
  const mayDecide = useMay('decide')
  const isShorter = isShorterThan(policy, all.retention)
  return (
    <Section
      name="keeping"
      title={t('keeping.title')}
      lead={t('keeping.lead')}
      {...(mayDecide && { onSave: save.run })}
      saving={save.state}
      isChanged={isChanged}
    >
      <Radio.Group
        className={classes.wide ?? ''}
        label={t('keeping.rule')}
        value={rule.kind}
        onChange={(kind) => setPolicy({ ...policy, standard: kind === 'keep' ? USUAL : neverDelete.standard })}
      >
        <div className={classes.choices}>
          <Radio value="never" label={t('keeping.never')} description={t('keeping.neverWhy')} />
          <Radio value="keep" label={t('keeping.keep')} description={t('keeping.keepWhy')} />
        </div>
      </Radio.Group>
      {rule.kind === 'keep' &&
        SPANS.map((span) => (
          <NativeSelect
            key={span}
            size="md"
            label={t(`keeping.${span}`)}
            value={String(rule[span])}
            onChange={(event) =>
              setPolicy({ ...policy, standard: { ...rule, [span]: Number(event.currentTarget.value) } })
            }
            data={withCurrent(CHOICES[span], rule[span]).map((count) => ({
              value: String(count),
              label: t(`keeping.${span}Last`, { count }),
            }))}
          />
        ))}
      <NativeSelect
        size="md"
        label={t('keeping.minimum')}
        value={String(policy.minimumYears)}
        onChange={(event) => setPolicy({ ...policy, minimumYears: Number(event.currentTarget.value) })}
        data={withCurrent(MINIMUM_YEARS, policy.minimumYears).map((count) => ({
          value: String(count),
          label: count === LAW ? t('keeping.law') : t('keeping.years', { count }),
        }))}
      />
      <div className={`${classes.wide} ${classes.stack}`}>
        {Object.keys(policy.byCategory).length > 0 && <p className={classes.soft}>{t('keeping.ownRules')}</p>}
        {!mayDecide && <p className={classes.soft}>{t('keeping.lookOnly')}</p>}
        <Simulation policy={policy} />
        {isShorter && (
          <Note tone="attention" title={t('keeping.shorter')}>
            <p>{t('keeping.shorterWhy')}</p>
          </Note>
        )}
      </div>
    </Section>
  )
}

type Seen = {
  readonly place: ReplicaOverview
  readonly keep: number
  readonly remove: number
  readonly policy: RetentionPolicy
}

/** What a cleaning could propose by this rule today, at the first place that answers. Nothing happens. */
function Simulation({ policy }: { policy: RetentionPolicy }) {
  const { t } = useTranslation('settings')
  const { engine } = useServices()
  // A REST server has no trash, so nothing is ever taken out of the list there.
  const place = useOverview().replicas.find(
    ({ isReachable, diskId, place: { kind } }) => isReachable && diskId === undefined && kind !== 'rest',
  )
  const [seen, setSeen] = useState<Seen>()
  const look = useAction(async () => {
    if (!place) return
    const { keep, remove } = await engine.planRetention({ replicaId: place.replicaId, policy })
    setSeen({ place, keep: keep.length, remove: remove.length, policy })
  })
  const isOfThis = seen?.policy === policy
  return (
    <>
      <div className={classes.foot}>
        <Button variant="default" disabled={!place} loading={look.state.kind === 'busy'} onClick={look.run}>
          {t('keeping.look')}
        </Button>
      </div>
      <p role="status">{isOfThis && <SeenWords {...seen} />}</p>
      {look.state.kind === 'failed' && <Trouble error={look.state.error} />}
    </>
  )
}

function SeenWords({ place: { place, name }, keep, remove }: Seen) {
  const { t } = useTranslation('settings')
  const { title } = useVaultPlaceText(place, name)
  if (remove === 0) return t('keeping.allStay', { place: title, count: keep })
  return `${t('keeping.stay', { place: title, count: keep })} ${t('keeping.mayGo', { count: remove })}`
}
