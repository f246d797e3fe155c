import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { type GuardBrake, personIdSchema, type Role, roleSchema } from '#shared/domain/index.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { Note } from '../../parts/note.tsx'
import { useUnits } from '../../parts/use-units.ts'
import { useComputer, usePersonHere, useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import classes from './home.module.css'

/** The guard's brake is on: what is safe, and the one question to a person. */
export function BrakeCard({ nowMs }: { nowMs: number }) {
  const { t } = useTranslation('home')
  const units = useUnits()
  const { brake, ask } = useBrake()
  const [answer, setAnswer] = useState<'none' | 'us' | 'unknown'>('none')
  if (!brake) return null
  const times = { when: units.onMoment(brake.sinceMs, nowMs), age: units.age(brake.sinceMs, nowMs) }
  return (
    <Note tone="needs-you" title={t('brake.title')} isUrgent>
      <p>{t('brake.body', times)}</p>
      {answer === 'unknown' && (
        <p role="status" className={classes.strong}>
          {t('brake.call')}
        </p>
      )}
      <p className={classes.strong}>{t('brake.question')}</p>
      <div className={classes.noticeActions}>
        <Button variant="default" onClick={() => setAnswer('us')}>
          {t('brake.us')}
        </Button>
        <Button variant="default" onClick={() => setAnswer('unknown')}>
          {t('brake.unknown')}
        </Button>
      </div>
      {answer === 'us' && (
        <ReleaseDialog
          onClose={() => {
            setAnswer('none')
            ask()
          }}
        />
      )}
    </Note>
  )
}

/** A manager says who they are and why; the engine decides whether that is enough. */
function ReleaseDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['home', 'settings', 'common'])
  const { engine } = useServices()
  const computer = useComputer()
  const here = usePersonHere()
  const [role, setRole] = useState<Role>(computer?.role ?? 'reception')
  const [by, setBy] = useState(here ?? '')
  const [reason, setReason] = useState('')
  const person = personIdSchema.safeParse(by)
  const release = useAction(async () => {
    if (!person.success) return
    await engine.releaseBrake({ person: person.data, role, reason })
    onClose()
  })
  return (
    <FormDialog
      title={t('brake.dialog')}
      submit={t('brake.release')}
      isReady={person.success && reason.trim() !== ''}
      state={release.state}
      onSubmit={release.run}
      onClose={onClose}
    >
      {here === null && (
        <>
          <NativeSelect
            size="md"
            label={t('brake.role')}
            value={role}
            onChange={(event) => setRole(roleSchema.parse(event.currentTarget.value))}
            data={roleSchema.options.map((value) => ({ value, label: t(`settings:computer.roles.${value}`) }))}
          />
          <TextInput label={t('notices.by')} value={by} maxLength={60} onChange={(e) => setBy(e.currentTarget.value)} />
        </>
      )}
      <TextInput
        label={t('brake.reason')}
        value={reason}
        maxLength={200}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </FormDialog>
  )
}

/** Asked again when a fact of the guard came. */
function useBrake(): { brake: GuardBrake | null; ask: () => void } {
  const { engine, known } = useServices()
  const guardSeq = useStore(known, (state) => state.guardSeq)
  const [brake, setBrake] = useState<GuardBrake | null>(null)
  const ask = useCallback(
    () =>
      void engine.guardState({}).then(
        (state) => setBrake(state.brake),
        () => {},
      ),
    [engine],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: a fact of the guard is why it is asked again
  useEffect(ask, [ask, guardSeq])
  return { brake, ask }
}
