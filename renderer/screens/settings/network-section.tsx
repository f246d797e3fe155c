import { NativeSelect, Switch, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type NetworkPolicy, networkPolicySchema } from '#shared/domain/index.ts'
import { Trouble } from '../../parts/trouble.tsx'
import { useUnits } from '../../parts/use-units.ts'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { Section } from './section.tsx'
import classes from './settings.module.css'
import type { SectionProps } from './use-settings.ts'

const RATES_KBITS = [500, 1000, 2000, 4000, 8000, 16_000, 32_000, 64_000]
const PARTS = ['attendanceUp', 'otherUp', 'attendanceDown', 'otherDown'] as const

/** How much of the clinic's line copies may take, and the proxy where there is one. */
export function NetworkSection({ all, onSaved }: SectionProps) {
  const { t } = useTranslation('places')
  const units = useUnits()
  const { engine } = useServices()
  const [kept, setKept] = useState<NetworkPolicy>()
  const [policy, setPolicy] = useState<NetworkPolicy>()
  const [isMeteredAllowed, setMeteredAllowed] = useState(all.schedule.isMeteredAllowed)
  const isMeteredChanged = isMeteredAllowed !== all.schedule.isMeteredAllowed
  const take = (known: NetworkPolicy) => {
    setKept(known)
    setPolicy(known)
  }
  const load = useAction(async () => take(await engine.networkPolicy({})))
  const { run } = load
  useEffect(() => run(), [run])
  const wanted = networkPolicySchema.safeParse(policy)
  const save = useAction(async () => {
    if (isMeteredChanged) onSaved({ schedule: await engine.setSchedulePolicy({ ...all.schedule, isMeteredAllowed }) })
    if (wanted.success) take(await engine.setNetworkPolicy(wanted.data))
  })
  const rates = (current: number | null) => {
    const all = current === null || RATES_KBITS.includes(current) ? RATES_KBITS : [...RATES_KBITS, current]
    return [
      { value: '', label: t('network.all') },
      ...all.map((kbits) => ({
        value: String(kbits),
        label: t('network.rate', { mbits: units.count(kbits / 1000) }),
      })),
    ]
  }
  return (
    <Section
      name="network"
      title={t('network.title')}
      lead={t('network.lead')}
      onSave={save.run}
      saving={save.state}
      isChanged={wanted.success && (isMeteredChanged || JSON.stringify(policy) !== JSON.stringify(kept))}
      wrong={wanted.success || !policy ? undefined : t('network.wrongProxy')}
    >
      {load.state.kind === 'failed' && <Trouble error={load.state.error} onRetry={run} />}
      {policy && (
        <>
          {PARTS.map((part) => (
            <NativeSelect
              key={part}
              size="md"
              label={t(`network.${part}`)}
              value={String(policy[`${part}Kbits`] ?? '')}
              onChange={(event) => {
                const { value } = event.currentTarget
                setPolicy({ ...policy, [`${part}Kbits`]: value === '' ? null : Number(value) })
              }}
              data={rates(policy[`${part}Kbits`])}
            />
          ))}
          <Switch
            className={classes.wide ?? ''}
            label={t('network.metered')}
            description={t('network.meteredHint')}
            checked={isMeteredAllowed}
            onChange={(event) => setMeteredAllowed(event.currentTarget.checked)}
          />
          <TextInput
            className={classes.wide ?? ''}
            size="md"
            label={t('network.proxy')}
            placeholder="http://"
            value={policy.proxyUrl ?? ''}
            spellCheck={false}
            onChange={(event) => {
              const address = event.currentTarget.value.trim()
              setPolicy({ ...policy, proxyUrl: address === '' ? null : address })
            }}
          />
        </>
      )}
    </Section>
  )
}
