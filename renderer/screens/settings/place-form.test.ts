import { expect, it } from 'vitest'
import { keyPermissions, lockOf, providerIds, providers, withAddress, withLock, withProvider } from './cloud-form.ts'
import { emptyDraft, type PlaceDraft, placeOf } from './place-form.ts'

const cloud: PlaceDraft = { ...emptyDraft, bucket: 'clinica-boa-vista', accessKeyId: 'AKIA1', secret: 'segredo' }

it.each(providerIds)('%s: an address and a region that make a place once bucket and key are typed', (provider) => {
  const draft = withAddress(withProvider(cloud, provider), { account: 'a1b2' })
  const endpoint = providers[provider].endpoint === undefined ? 'https://nuvem.example' : draft.endpoint
  expect(placeOf({ ...draft, endpoint, prefix: ' /cofre/ ' })).toMatchObject({ kind: 's3', endpoint, prefix: 'cofre' })
  expect(placeOf({ ...draft, endpoint, bucket: '' })).toBeUndefined()
  expect(placeOf({ ...draft, endpoint, secret: '' })).toBeUndefined()
})

it('another region or account changes the suggested address, never one that was typed', () => {
  expect(withAddress(cloud, { region: 'us-east-1' }).endpoint).toBe('https://s3.us-east-1.amazonaws.com')
  expect(withAddress({ ...cloud, endpoint: 'https://s3.meu.example' }, { region: 'us-east-1' }).endpoint).toBe(
    'https://s3.meu.example',
  )
  const r2 = withProvider(cloud, 'r2')
  expect(placeOf(r2)).toBeUndefined()
  expect(withAddress(r2, { account: 'a1b2' }).endpoint).toBe('https://a1b2.r2.cloudflarestorage.com')
})

it('a protection is made only once somebody agreed to just that one', () => {
  expect(placeOf(cloud)).not.toHaveProperty('lock')
  const asked = withLock(cloud, { isLocked: true })
  expect(placeOf(asked)).toBeUndefined()
  const agreed = { ...asked, isLockAgreed: true }
  expect(placeOf(agreed)).toMatchObject({ lock: { mode: 'compliance', days: 30 } })

  for (const change of [{ lockDays: '31' }, { lockMode: 'governance' }, { isLocked: true }] as const)
    expect(placeOf(withLock(agreed, change))).toBeUndefined()
  expect(placeOf(withLock(agreed, { isLocked: false }))).not.toHaveProperty('lock')
})

it.each(['', '0', '3651'])('%j days cannot be protected, nor agreed to', (lockDays) => {
  const draft = { ...cloud, isLocked: true, lockDays, isLockAgreed: true }
  expect(lockOf(draft)).toBeUndefined()
  expect(placeOf(draft)).toBeUndefined()
})

it('another cloud takes away a protection that it does not have, and asks again for one that it has', () => {
  const agreed = { ...cloud, isLocked: true, lockMode: 'governance', isLockAgreed: true } as const
  expect(withProvider(agreed, 'r2')).toMatchObject({ isLocked: false, isLockAgreed: false })
  expect(withProvider(agreed, 'magalu')).toMatchObject({ isLocked: true, lockMode: 'compliance', isLockAgreed: false })
  expect(withProvider(agreed, 'wasabi')).toMatchObject({ isLocked: true, lockMode: 'governance', isLockAgreed: false })
})

it('the technician gets the permissions of both keys as the cloud takes them', () => {
  const aws = keyPermissions({ ...cloud, bucket: ' copias ', prefix: '/cofre/' })
  if (aws.kind !== 'known') throw new Error(aws.kind)
  expect(aws.day).toContain('"arn:aws:s3:::copias/cofre/*"')
  const allowedToErase = (policy: string): string[] =>
    (JSON.parse(policy).Statement as { Action: string[]; Resource: string[] }[])
      .filter(({ Action }) => Action.includes('s3:DeleteObjectVersion'))
      .flatMap(({ Resource }) => Resource)
  expect(allowedToErase(aws.day)).toEqual(['arn:aws:s3:::copias/cofre/locks/*'])
  expect(allowedToErase(aws.cleaning)).toContain('arn:aws:s3:::copias/cofre/*')

  expect(keyPermissions({ ...cloud, bucket: ' ' })).toEqual({ kind: 'needs-bucket' })
  const b2 = keyPermissions(withProvider(cloud, 'b2'))
  expect(b2).toMatchObject({ kind: 'known', day: expect.not.stringContaining('deleteFiles') })
  expect(b2).toMatchObject({ cleaning: expect.stringContaining('deleteFiles') })
  expect(keyPermissions(withProvider(cloud, 'magalu'))).toEqual({ kind: 'unlimited' })
})

it('a NAS by SFTP is complete before its key was seen, and holds the key that was accepted', () => {
  const nas: PlaceDraft = {
    ...emptyDraft,
    kind: 'sftp',
    host: ' nas.local ',
    user: 'copia',
    folder: '/volume1/cofre',
    secret: 'x',
  }
  const identity = `SHA256:${'b'.repeat(43)}`
  expect(placeOf({ ...nas, identity })).toMatchObject({ host: 'nas.local', port: 22, hostKey: identity })
  expect(placeOf(nas)).toBeDefined()
  expect(placeOf({ ...nas, port: '' })).toBeUndefined()
})

it('a REST server is asked without a password only when nobody signs in', () => {
  const rest: PlaceDraft = { ...emptyDraft, kind: 'rest', url: 'https://nas.local:8000/cofre/' }
  expect(placeOf(rest)).toEqual({ kind: 'rest', url: 'https://nas.local:8000/cofre/' })
  expect(placeOf({ ...rest, user: 'copia' })).toBeUndefined()
  expect(placeOf({ ...rest, user: 'copia', secret: 'x', identity: 'ab'.repeat(32) })).toMatchObject({
    user: 'copia',
    certificateSha256: 'ab'.repeat(32),
  })
})
