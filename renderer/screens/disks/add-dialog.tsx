import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DiskSetView } from '#shared/contracts/index.ts'
import { LineField } from '../../parts/fields.tsx'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { hasMonthNames } from './agree-form.tsx'

const MONTHS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'] as const
type Month = (typeof MONTHS)[number]

/** One more disk: what it is called, and which one it is; the copy to it begins at once. */
export function AddDialog({ view, onClose }: { view: DiskSetView; onClose: () => void }) {
  const { t } = useTranslation('disks')
  const { engine, shell, known } = useServices()
  const hasMonths = hasMonthNames(view.disks.some(({ month }) => month !== undefined))
  const [month, setMonth] = useState<Month>(() => firstFreeMonth(view))
  const suggested = hasMonths
    ? t('add.suggestMonth', { month: t(`add.months.${month}`) })
    : t('add.suggestNumber', { number: Math.max(0, ...view.disks.map(({ number }) => number)) + 1 })
  const [typed, setTyped] = useState<string | null>(null)
  const label = (typed ?? suggested).trim()
  const add = useAction(async () => {
    const { path } = await shell.chooseFolder({ purpose: 'keep-copies' })
    if (path === null) return
    await engine.addDisk({ destinationPath: path, label, month: hasMonths ? Number(month) : null })
    await known.refresh()
    onClose()
  })
  return (
    <FormDialog
      title={t('add.title')}
      submit={t('add.submit')}
      isReady={label !== ''}
      state={add.state}
      onSubmit={add.run}
      onClose={onClose}
    >
      <p>{t('add.body')}</p>
      {hasMonths && (
        <NativeSelect
          size="md"
          label={t('add.month')}
          value={month}
          onChange={(event) => {
            const wanted = event.currentTarget.value
            setMonth(MONTHS.find((one) => one === wanted) ?? '1')
            setTyped(null)
          }}
          data={MONTHS.map((value) => ({ value, label: t(`add.months.${value}`) }))}
        />
      )}
      <LineField label={t('add.label')} value={typed ?? suggested} maxLength={40} onText={setTyped} />
    </FormDialog>
  )
}

/** From this month on, the first that has no disk of its own. */
function firstFreeMonth({ disks }: DiskSetView): Month {
  const taken = new Set(disks.flatMap(({ month, state }) => (state === 'lost' || state === 'retired' ? [] : month)))
  const now = new Date().getMonth()
  const inTurn = [...MONTHS.slice(now), ...MONTHS.slice(0, now)]
  return inTurn.find((month) => !taken.has(Number(month))) ?? inTurn[0] ?? '1'
}
