import { describe, expect, it } from 'vitest'
import type { Place } from '#shared/domain/index.ts'
import { agreedFrom, type CleaningPlans, chosenPlan, emptyCleaning } from './cleaning-draft.ts'

const bucket: Place = {
  kind: 's3',
  endpoint: 'https://s3.sa-east-1.amazonaws.com',
  region: 'sa-east-1',
  bucket: 'clinica-sorriso',
  prefix: 'cofre',
  style: 'virtual-host',
  accessKeyId: 'AKIADODIA',
  lock: { mode: 'compliance', days: 30 },
  secretRef: 'place:1',
}
const { lock: _lock, ...unlocked } = bucket
const server: Place = { kind: 'rest', url: 'https://nas.local/cofre/' }
const disk: Place = { kind: 'local', path: '/media/hd' }
const shown = { plannedAtMs: 1000, refusals: [] }
const plans: CleaningPlans = {
  retention: {
    ...shown,
    fingerprint: 'da regra',
    keep: [],
    remove: [{ copyId: 'c'.repeat(64), takenAtMs: 0, minimumYears: 20, isBeyondFloor: false }] as never,
  },
  prune: {
    ...shown,
    fingerprint: 'do espaço',
    storedBytes: 10,
    freedBytes: 4,
    repackBytes: 0,
    later: null,
    trash: { kept: 0, expired: 0 },
  },
}
const people = { requestedBy: ' Ana ', confirmedBy: 'Bia' }

describe('what is asked of the engine', () => {
  it('types no names when somebody is signed in: the engine asks the second person itself', () => {
    const agreed = agreedFrom({ ...emptyCleaning(disk, 'Ana Gestora'), what: 'prune' }, plans, disk)
    expect(agreed?.approval.requestedBy).toBe('Ana Gestora')
    expect(agreedFrom({ ...emptyCleaning(disk), what: 'prune' }, plans, disk)).toBeUndefined()
  })

  it('takes two different people, and the plan that was chosen', () => {
    const draft = { ...emptyCleaning(disk), ...people }
    const approval = { fingerprint: 'da regra', requestedBy: 'Ana', confirmedBy: 'Bia' }
    expect(agreedFrom(draft, plans, disk)).toEqual({ plannedAtMs: 1000, approval })
    expect(agreedFrom({ ...draft, what: 'prune' }, plans, disk)?.approval.fingerprint).toBe('do espaço')
    for (const confirmedBy of ['', '  ', 'ana', 'ANA '])
      expect(agreedFrom({ ...draft, confirmedBy }, plans, disk)).toBeUndefined()
  })

  it('is nothing while there is nothing to do, or the plan would be refused', () => {
    const nothing = { ...plans.prune, freedBytes: 0 }
    expect(chosenPlan({ ...plans, prune: nothing }, 'prune')).toBeUndefined()
    expect(chosenPlan({ ...plans, prune: { ...nothing, trash: { kept: 0, expired: 1 } } }, 'prune')).toBeDefined()
    expect(chosenPlan({ ...plans, retention: { code: 'DEST_114', params: {} } }, 'retention')).toBeUndefined()
    const refused = { ...plans, prune: { ...plans.prune, refusals: ['brake-on'] } }
    expect(agreedFrom({ ...emptyCleaning(disk), ...people, what: 'prune' }, refused, disk)).toBeUndefined()
  })

  it('has the owner’s key with its name for a bucket that nobody can erase, always', () => {
    const draft = { ...emptyCleaning(bucket), ...people }
    expect(agreedFrom(draft, plans, bucket)).toBeUndefined()
    expect(agreedFrom({ ...draft, secret: 'segredo' }, plans, bucket)).toBeUndefined()
    const whole = { ...draft, user: ' AKIADODONO ', secret: ' segredo\n' }
    expect(agreedFrom(whole, plans, bucket)?.cleaningKey).toEqual({ user: 'AKIADODONO', secret: 'segredo' })
  })

  it('has it for other places only where somebody says so', () => {
    for (const place of [unlocked, server]) {
      const draft = { ...emptyCleaning(place), ...people, what: 'prune' as const }
      expect(agreedFrom(draft, plans, place)).not.toHaveProperty('cleaningKey')
    }
    const owners = { ...emptyCleaning(server), ...people, withOwnersKey: true, secret: 'segredo' }
    expect(agreedFrom(owners, plans, server)?.cleaningKey).toEqual({ secret: 'segredo' })
    expect(agreedFrom({ ...owners, url: 'nas.local' }, plans, server)).toBeUndefined()
    expect(agreedFrom({ ...owners, url: 'http://nas.local:8001/cofre/' }, plans, server)?.cleaningKey).toEqual({
      secret: 'segredo',
      url: 'http://nas.local:8001/cofre/',
    })
  })
})
