import { expect, it } from 'vitest'
import { silentLog, systemClock, systemRandom } from '#engine/kernel/index.ts'
import type { Settings } from '#engine/settings/index.ts'
import { Session, type SessionParts } from './session.ts'

const STORED = { clinicName: 'Clínica', key: { kind: 'kit-each-start' }, replicas: [] } as unknown as Settings

/** A session on settings that are set up; each save takes as long as the test says. */
async function sessionWith(saves: (() => Promise<void>)[]) {
  const saved: Settings[] = []
  const settings: SessionParts['settings'] = {
    load: async () => STORED,
    async save(changed) {
      await saves.shift()?.()
      saved.push(changed)
    },
  }
  const host = {} as SessionParts['host']
  const session = new Session({ settings, host, clock: systemClock, random: systemRandom, log: silentLog })
  await session.start()
  return { session, saved }
}

it('keeps two changes that are made at the same time, also when the first takes longer to write', async () => {
  const { session, saved } = await sessionWith([() => systemClock.sleep(20)])
  await Promise.all([
    session.changeSettings((known) => ({ ...known, clinicName: 'Clínica Boa Vista' })),
    session.changeSettings((known) => ({ ...known, order: ['a'] })),
  ])
  expect(session.settings).toMatchObject({ clinicName: 'Clínica Boa Vista', order: ['a'] })
  expect(saved.at(-1)).toEqual(session.settings)
})

it('a change that could not be written changes nothing, and the next one is made all the same', async () => {
  const { session } = await sessionWith([() => Promise.reject(new Error('ENOSPC'))])
  const [failed] = await Promise.allSettled([
    session.changeSettings((known) => ({ ...known, clinicName: 'outra' })),
    session.changeSettings((known) => ({ ...known, order: ['a'] })),
  ])
  expect(failed.status).toBe('rejected')
  expect(session.settings).toMatchObject({ clinicName: 'Clínica', order: ['a'] })
})
