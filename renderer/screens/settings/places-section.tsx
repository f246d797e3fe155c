import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReplicaOverview } from '#shared/contracts/index.ts'
import { ToneLine } from '../../parts/note.tsx'
import { Trouble, useErrorText } from '../../parts/trouble.tsx'
import { useFocusBack } from '../../parts/use-focus-back.ts'
import { useUnits } from '../../parts/use-units.ts'
import { VaultPlaceName } from '../../parts/vault-place.tsx'
import { useOverview, useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { useMay } from '../../state/use-may.ts'
import { useNow } from '../../state/use-now.ts'
import { AddPlaceDialog } from './add-place-dialog.tsx'
import { CleaningDialog } from './cleaning-dialog.tsx'
import { DescribePlaceDialog, PlacePasswordDialog, RemovePlaceDialog } from './place-dialogs.tsx'
import { PlaceTest } from './place-test.tsx'
import { Section } from './section.tsx'
import classes from './settings.module.css'

/** Every place that copies go to, in order, and what can be done with it. Disks of the month have a screen of their own. */
export function PlacesSection() {
  const { t } = useTranslation('places')
  const { engine, shell, known } = useServices()
  const { replicas } = useOverview()
  const [isAdding, setIsAdding] = useState(false)
  const places = replicas.filter(({ diskId }) => diskId === undefined)
  const up = useAction(async (at: number) => {
    const replicaIds = places.map(({ replicaId }) => replicaId)
    replicaIds.splice(at - 1, 0, ...replicaIds.splice(at, 1))
    await engine.orderPlaces({ replicaIds })
    await known.refresh()
  })
  const addFolder = useAction(async () => {
    const { path } = await shell.chooseFolder({ purpose: 'keep-copies' })
    if (path === null) return
    await engine.addReplica({ destinationPath: path })
    await known.refresh()
  })
  return (
    <Section name="places" title={t('list.title')} lead={t('list.lead')}>
      <div className={`${classes.wide} ${classes.stack}`}>
        <ol className={classes.rows}>
          {places.map((replica, at) => (
            <PlaceRow
              key={replica.replicaId}
              replica={replica}
              isOnly={places.length === 1}
              isFirst={at === 0}
              onUp={() => up.run(at)}
            />
          ))}
        </ol>
        <div className={classes.foot}>
          <Button variant="default" onClick={() => setIsAdding(true)}>
            {t('list.addNetwork')}
          </Button>
          <Button variant="default" loading={addFolder.state.kind === 'busy'} onClick={addFolder.run}>
            {t('list.addFolder')}
          </Button>
        </div>
        {addFolder.state.kind === 'failed' && <Trouble error={addFolder.state.error} />}
        {up.state.kind === 'failed' && <Trouble error={up.state.error} />}
      </div>
      {isAdding && <AddPlaceDialog onClose={() => setIsAdding(false)} />}
    </Section>
  )
}

type Asked = 'nothing' | 'test' | 'describe' | 'password' | 'clean' | 'remove'

type RowProps = { replica: ReplicaOverview; isOnly: boolean; isFirst: boolean; onUp: () => void }

function PlaceRow({ replica, isOnly, isFirst, onUp }: RowProps) {
  const { t } = useTranslation(['places', 'cleaning', 'immutability'])
  const { engine } = useServices()
  const [asked, setAsked] = useState<Asked>('nothing')
  const close = () => setAsked('nothing')
  const mayRemove = useMay('decide')
  const { replicaId, place, name, isOutside, proof } = replica
  const works = { update: engine.replicateNow, heal: engine.healReplica, protect: engine.protectNow }
  const work = useAction(async (kind: keyof typeof works) => {
    await works[kind]({ replicaId })
  })
  const hasSecret = 'secretRef' in place && place.secretRef !== undefined
  return (
    <li className={`${classes.row} ${classes.placeRow}`}>
      <div className={classes.placeWords}>
        <VaultPlaceName place={place} name={name} />
        <p className={classes.soft}>
          {[isFirst && t('list.first'), t(isOutside ? 'mark.outside' : 'mark.inside'), useLockWords(place)]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <PlaceAge replica={replica} />
        <LockProof replica={replica} />
      </div>
      <div className={classes.foot}>
        <Button variant="default" onClick={() => setAsked('test')}>
          {t('list.test')}
        </Button>
        {!isOnly && (
          <Button variant="default" onClick={() => work.run('update')}>
            {t('list.update')}
          </Button>
        )}
        {place.kind === 's3' && place.lock && (
          <Button variant="default" onClick={() => work.run('protect')}>
            {t('immutability:proof.button')}
          </Button>
        )}
        {!isOnly && proof.kind === 'damaged' && <Button onClick={() => work.run('heal')}>{t('list.heal')}</Button>}
      </div>
      <div className={`${classes.foot} ${classes.more}`}>
        {!isFirst && (
          <Button variant="subtle" onClick={onUp}>
            {t('list.up')}
          </Button>
        )}
        <Button variant="subtle" onClick={() => setAsked('describe')}>
          {t('list.describe')}
        </Button>
        {hasSecret && (
          <Button variant="subtle" onClick={() => setAsked('password')}>
            {t('list.password')}
          </Button>
        )}
        <Button variant="subtle" onClick={() => setAsked('clean')}>
          {t('cleaning:open')}
        </Button>
        {!isOnly && mayRemove && (
          <Button variant="subtle" onClick={() => setAsked('remove')}>
            {t('list.remove')}
          </Button>
        )}
      </div>
      {work.state.kind === 'failed' && <Trouble error={work.state.error} />}
      {asked === 'test' && <TestDialog replica={replica} onClose={close} />}
      {asked === 'describe' && <DescribePlaceDialog replica={replica} onClose={close} />}
      {asked === 'password' && <PlacePasswordDialog replica={replica} onClose={close} />}
      {asked === 'clean' && <CleaningDialog replica={replica} onClose={close} />}
      {asked === 'remove' && <RemovePlaceDialog replica={replica} onClose={close} />}
    </li>
  )
}

function PlaceAge({ replica: { newestCopyAtMs, isReachable, trouble, proof } }: { replica: ReplicaOverview }) {
  const { t } = useTranslation(['places', 'home'])
  const units = useUnits()
  const nowMs = useNow()
  const words = useErrorText({ code: trouble?.code ?? 'DEST_101', params: {} })
  const age =
    newestCopyAtMs === null
      ? t('list.nothing')
      : t('list.newest', { when: units.moment(newestCopyAtMs, nowMs), age: units.age(newestCopyAtMs, nowMs) })
  const state = !isReachable ? 'away' : newestCopyAtMs === null ? 'waiting' : 'guarded'
  return (
    <>
      <ToneLine state={state}>{age}</ToneLine>
      {proof.kind === 'damaged' && (
        <ToneLine state="failed">{t('home:map.damaged', { age: units.age(proof.atMs, nowMs) })}</ToneLine>
      )}
      {trouble && (
        <ToneLine tone="attention">
          {t('list.trouble', { age: units.age(trouble.atMs, nowMs) })}: {words.safe}
        </ToneLine>
      )}
    </>
  )
}

/** What the attempt to erase there showed; never more than was tried. */
function LockProof({ replica: { place, protection } }: { replica: ReplicaOverview }) {
  const { t } = useTranslation('immutability')
  const units = useUnits()
  if (place.kind !== 's3' || place.lock === undefined) return null
  if (protection === null) return <ToneLine state="unknown">{t('proof.unproven')}</ToneLine>
  const { proof, protectedUntilMs, atMs } = protection
  const at = <p className={classes.soft}>{t('proof.at', { date: units.date(atMs) })}</p>
  if (proof.kind !== 'nobody-can-erase') {
    const words = proof.kind === 'not-locked' ? t('proof.notLocked') : t(`proof.${proof.how}`)
    return (
      <>
        <ToneLine tone="needs-you">{words}</ToneLine>
        {at}
      </>
    )
  }
  return (
    <>
      <ToneLine tone="guarded">
        {t(`proof.${proof.mode}`, { date: units.date(protectedUntilMs ?? proof.untilMs) })}
      </ToneLine>
      {proof.canHide && <ToneLine tone="attention">{t('proof.canHide')}</ToneLine>}
      {at}
    </>
  )
}

function useLockWords(place: ReplicaOverview['place']): string | undefined {
  const { t } = useTranslation('places')
  return place.kind === 's3' && place.lock ? t('mark.lock', { days: place.lock.days }) : undefined
}

function TestDialog({ replica, onClose }: { replica: ReplicaOverview; onClose: () => void }) {
  const { t } = useTranslation(['placeTest', 'common'])
  useFocusBack()
  return (
    <Modal
      opened
      size="xl"
      onClose={onClose}
      title={<span className={classes.heading}>{t('title')}</span>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <div className={classes.stack}>
        <VaultPlaceName place={replica.place} name={replica.name} />
        <PlaceTest place={replica.place} />
      </div>
    </Modal>
  )
}
