import { expect, it } from 'vitest'
import { emptyDraft, type PlaceDraft, placeOf, providerIds, withProvider, withRegion } from './place-form.ts'

const cloud: PlaceDraft = { ...emptyDraft, bucket: 'clinica-boa-vista', accessKeyId: 'AKIA1', secret: 'segredo' }

it.each(providerIds)('%s: an address and a region that make a place once bucket and key are typed', (provider) => {
  const draft = withProvider(cloud, provider)
  const endpoint = provider === 'other' ? 'https://nuvem.example' : draft.endpoint
  expect(placeOf({ ...draft, endpoint, prefix: ' /cofre/ ' })).toMatchObject({ kind: 's3', endpoint, prefix: 'cofre' })
  expect(placeOf({ ...draft, endpoint, bucket: '' })).toBeUndefined()
  expect(placeOf({ ...draft, endpoint, secret: '' })).toBeUndefined()
})

it('another region changes the suggested address, never one that was typed', () => {
  expect(withRegion(cloud, 'us-east-1').endpoint).toBe('https://s3.us-east-1.amazonaws.com')
  expect(withRegion({ ...cloud, endpoint: 'https://s3.meu.example' }, 'us-east-1').endpoint).toBe(
    'https://s3.meu.example',
  )
})

it('days of protection make a lock, none make no lock', () => {
  expect(placeOf(cloud)).not.toHaveProperty('lock')
  expect(placeOf({ ...cloud, lockDays: '30' })).toMatchObject({ lock: { mode: 'compliance', days: 30 } })
  expect(placeOf({ ...cloud, lockDays: '99999' })).toBeUndefined()
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
