import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlanView } from '#shared/contracts/index.ts'
import type { KeyHolder } from '#shared/domain/index.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { useMay } from '../../state/use-may.ts'
import classes from './plan.module.css'
import { useWords } from './use-words.ts'

const WHATS = ['kit', 'owner-key', 'account', 'other'] as const

/** Who has which disk, as the disks' book says, and which key, as people wrote down. */
export function KeyHolders({ view, onChange }: { view: PlanView; onChange: (view: PlanView) => void }) {
  const { t } = useTranslation('plan')
  const { engine } = useServices()
  const { date } = useWords()
  const mayChange = useMay('decide')
  const [isAdding, setIsAdding] = useState(false)
  const [holder, setHolder] = useState<KeyHolder>({ what: 'kit', who: '', where: '' })
  const set = (change: Partial<KeyHolder>) => setHolder((known) => ({ ...known, ...change }))
  const keep = useAction(async (next: readonly KeyHolder[]) => {
    onChange(await engine.setKeyHolders({ keyHolders: [...next] }))
    setIsAdding(false)
  })
  return (
    <>
      <p className={classes.soft}>{t('holders.lead')}</p>
      {view.keyHolders.length === 0 && <p>{t('holders.none')}</p>}
      <ul className={classes.list}>
        {view.keyHolders.map((key) => (
          <li key={`${key.what} ${key.who} ${key.where}`} className={classes.line}>
            <span>{t('holders.key', { what: t(`holders.whats.${key.what}`), who: key.who, where: key.where })}</span>
            {mayChange && (
              <Button
                variant="subtle"
                size="sm"
                aria-label={t('contacts.remove', { name: key.who })}
                onClick={() => keep.run(view.keyHolders.filter((one) => one !== key))}
              >
                {t('contacts.removeShort')}
              </Button>
            )}
          </li>
        ))}
        {view.disks.map(({ label, number, takenBy, place, sinceMs, isLost }) => (
          <li key={number}>
            {isLost
              ? t('holders.diskLost', { disk: label })
              : takenBy === null
                ? t('holders.diskHere', { disk: label })
                : t('holders.disk', { disk: label, who: takenBy, place: place ?? '', date: date(sinceMs) })}
          </li>
        ))}
      </ul>
      {mayChange && (
        <div>
          <Button variant="default" onClick={() => setIsAdding(true)}>
            {t('holders.add')}
          </Button>
        </div>
      )}
      {!isAdding && keep.state.kind === 'failed' && <Trouble error={keep.state.error} />}
      {isAdding && (
        <FormDialog
          title={t('holders.add')}
          submit={t('save')}
          isReady={holder.who.trim() !== ''}
          state={keep.state}
          onSubmit={() => keep.run([...view.keyHolders, holder])}
          onClose={() => setIsAdding(false)}
        >
          <NativeSelect
            size="md"
            label={t('holders.what')}
            value={holder.what}
            data={WHATS.map((what) => ({ value: what, label: t(`holders.whats.${what}`) }))}
            onChange={(event) => set({ what: WHATS.find((what) => what === event.currentTarget.value) ?? 'other' })}
          />
          <TextInput
            size="md"
            label={t('holders.who')}
            value={holder.who}
            maxLength={60}
            onChange={(event) => set({ who: event.currentTarget.value })}
          />
          <TextInput
            size="md"
            label={t('holders.where')}
            value={holder.where}
            maxLength={120}
            onChange={(event) => set({ where: event.currentTarget.value })}
          />
        </FormDialog>
      )}
    </>
  )
}
