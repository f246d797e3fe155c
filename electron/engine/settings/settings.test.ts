import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { networkPolicySchema, neverDelete, schedulePolicySchema, sourceIdSchema } from '#shared/domain/index.ts'
import { type Settings, settingsFile } from './index.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'preferências da clínica '))
})
afterEach(() => rm(folder, { recursive: true }))

const settings: Settings = {
  version: 2,
  clinicName: 'Clínica Boa Vista',
  planTag: 'plano-6a3ad1c4-95a5-4bd3-a9b4-0c0a8ac0b6a5',
  sources: [
    {
      id: sourceIdSchema.parse('6a3ad1c4-95a5-4bd3-a9b4-0c0a8ac0b6a5'),
      kind: 'folder',
      path: '/clínica',
      label: 'Prontuários',
    },
  ],
  vault: { place: { kind: 'local', path: '/hd/Salvaguarda/cofre' }, id: 'a'.repeat(64) },
  replicas: [
    {
      place: { kind: 'webdav', url: 'https://nas.example/cofre', user: 'clinica', secretRef: 'place:1' },
      id: 'd'.repeat(64),
      name: 'NAS da recepção',
    },
  ],
  retention: {
    standard: { kind: 'keep', daily: 30, weekly: 8, monthly: 24, yearly: 20 },
    byCategory: {},
    minimumYears: 0,
  },
  proveEveryDays: 60,
  schedule: schedulePolicySchema.parse({ standardGoalMinutes: 5 }),
  network: networkPolicySchema.parse({ attendanceUpKbits: 2000 }),
  key: { kind: 'keychain', account: `vault:${'b'.repeat(64)}`, slotId: 'c'.repeat(64) },
}

it('reads back what it saved and leaves nothing beside it', async () => {
  const file = settingsFile(path.join(folder, 'settings.json'))
  expect(await file.load()).toBeUndefined()
  await file.save(settings)
  await file.save({ ...settings, clinicName: 'Clínica Nova' })
  expect(await file.load()).toEqual({ ...settings, clinicName: 'Clínica Nova' })
  expect(await readdir(folder)).toEqual(['settings.json'])
})

it('refuses to save what it could not read again, and keeps the old file', async () => {
  const file = settingsFile(path.join(folder, 'settings.json'))
  await file.save(settings)
  await expect(file.save({ ...settings, sources: [] })).rejects.toThrow()
  expect(await file.load()).toEqual(settings)
})

it('never takes a damaged file for a fresh computer', async () => {
  const name = path.join(folder, 'settings.json')
  await writeFile(name, '{"version":1')
  await expect(settingsFile(name).load()).rejects.toThrow('SET_106')
  expect(await readFile(name, 'utf8')).toBe('{"version":1')
})

it('reads a file from before there were other disks and rules: nothing is ever removed', async () => {
  const name = path.join(folder, 'settings.json')
  const {
    replicas: _replicas,
    retention: _retention,
    proveEveryDays: _days,
    schedule: _schedule,
    network: _network,
    ...before
  } = settings
  await writeFile(name, JSON.stringify(before))
  expect(await settingsFile(name).load()).toEqual({
    ...before,
    replicas: [],
    retention: neverDelete,
    proveEveryDays: 30,
    schedule: schedulePolicySchema.parse({}),
    network: networkPolicySchema.parse({}),
  })
})

it('reads a file of the first version, which knew folders only, and writes it in the new form', async () => {
  const name = path.join(folder, 'settings.json')
  const vault = { path: '/hd/Salvaguarda/cofre', id: 'a'.repeat(64) }
  const before = { ...settings, version: 1, vault, replicas: [{ path: 'E:\\Salvaguarda\\cofre', id: 'e'.repeat(64) }] }
  await writeFile(name, JSON.stringify(before))
  const loaded = await settingsFile(name).load()
  expect(loaded).toEqual({
    ...settings,
    replicas: [{ place: { kind: 'local', path: 'E:\\Salvaguarda\\cofre' }, id: 'e'.repeat(64) }],
  })
  await settingsFile(name).save(loaded ?? expect.fail('nothing loaded'))
  expect(await settingsFile(name).load()).toEqual(loaded)
})
