import { PasswordInput, Switch } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReplicaOverview } from '#shared/contracts/index.ts'
import { LineField } from '../../parts/fields.tsx'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { VaultPlaceName } from '../../parts/vault-place.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'

type DialogProps = { replica: ReplicaOverview; onClose: () => void }

/** What the clinic calls a place, and whether it stands outside. */
export function DescribePlaceDialog({ replica, onClose }: DialogProps) {
  const { t } = useTranslation('places')
  const { engine, known } = useServices()
  const [name, setName] = useState(replica.name ?? '')
  const [outside, setOutside] = useState(replica.isOutside)
  const save = useAction(async () => {
    await engine.describePlace({ replicaId: replica.replicaId, name, outside })
    await known.refresh()
    onClose()
  })
  return (
    <FormDialog
      title={t('describe.title')}
      submit={t('describe.save')}
      state={save.state}
      onSubmit={save.run}
      onClose={onClose}
    >
      <LineField label={t('describe.name')} value={name} maxLength={60} onText={setName} />
      <Switch
        label={t('describe.outside')}
        checked={outside}
        onChange={(event) => setOutside(event.currentTarget.checked)}
      />
    </FormDialog>
  )
}

/** Another password for a place: tried first, kept only when it opens. */
export function PlacePasswordDialog({ replica, onClose }: DialogProps) {
  const { t } = useTranslation('places')
  const { engine, known } = useServices()
  const [secret, setSecret] = useState('')
  const save = useAction(async () => {
    await engine.placeSecretChanged({ replicaId: replica.replicaId, secret })
    await known.refresh()
    onClose()
  })
  return (
    <FormDialog
      title={t('password.title')}
      submit={t('password.save')}
      isReady={secret !== ''}
      state={save.state}
      onSubmit={save.run}
      onClose={onClose}
    >
      <p>{t('password.lead')}</p>
      <PasswordInput
        size="md"
        label={t('password.field')}
        value={secret}
        maxLength={16_384}
        autoComplete="new-password"
        onChange={(event) => setSecret(event.currentTarget.value)}
      />
    </FormDialog>
  )
}

/** A place is not used any more; what lies there stays. */
export function RemovePlaceDialog({ replica, onClose }: DialogProps) {
  const { t } = useTranslation('places')
  const { engine, known } = useServices()
  const remove = useAction(async () => {
    await engine.removePlace({ replicaId: replica.replicaId })
    await known.refresh()
    onClose()
  })
  return (
    <FormDialog
      title={t('remove.title')}
      submit={t('remove.submit')}
      state={remove.state}
      onSubmit={remove.run}
      onClose={onClose}
    >
      <VaultPlaceName place={replica.place} name={replica.name} />
      <p>{t('remove.body')}</p>
    </FormDialog>
  )
}
