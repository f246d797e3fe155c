import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Clock, silentLog, systemRandom } from '#engine/kernel/index.ts'
import { noticeSettingsSchema } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { Channels } from './channels.ts'
import { NoticeKeeper, type Situation } from './keeper.ts'

const MONDAY = new Date(2026, 10, 23, 9).getTime()
const MINUTE = 60_000
const DAY = 86_400_000

let folder: string
let nowMs: number
let situation: Situation | null
let told: string[]
let isMailDown: boolean
let onTell: () => void
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'avisos é '))
  nowMs = MONDAY
  told = []
  isMailDown = false
  onTell = () => {}
  situation = {
    clinicName: 'Clínica',
    newestCopyAtMs: null,
    conditions: [
      { subject: 'place-away', tone: 'needs-you', action: 'connect-place', code: 'DEST_101', sinceMs: MONDAY },
    ],
  }
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const clock: Clock = { nowMs: () => nowMs, nowNs: () => 0n, sleep: async () => {} }
const channels: Channels = {
  desktop: {
    tell: async ({ notice }) => {
      onTell()
      told.push(`desktop ${notice.subject}`)
    },
    withdraw: async (subject) => void told.push(`withdraw ${subject}`),
  },
  email: {
    tell: async ({ notice, deliveryId }) => {
      if (isMailDown) fail('NOTE_101')
      told.push(`email ${notice.subject} ${deliveryId.split('.').slice(1).join(' ')}`)
    },
    trial: async () => void told.push('trial'),
  },
  ping: {
    tell: async ({ notice }) => void told.push(`ping ${notice.subject}`),
    heartbeat: async () => void told.push('heartbeat'),
  },
}
const open = () =>
  NoticeKeeper.open({
    bookFile: path.join(folder, 'notices.json'),
    settingsFile: path.join(folder, 'notice-settings.json'),
    look: async () => situation,
    channels: () => channels,
    clock,
    random: systemRandom,
    log: silentLog,
  })
const withMail = noticeSettingsSchema.parse({
  emails: { reception: ['recepcao@clinica.example'], manager: [], technician: [] },
  mailServer: { host: 'smtp.example.org', port: 465, security: 'tls', user: 'a', from: 'a@example.org' },
})
const passed = () => told.splice(0)

it('tells, keeps silent for the day over restarts, and takes back what is solved after a restart', async () => {
  const first = await open()
  await first.review()
  expect(passed()).toEqual(['desktop place-away'])
  await first.close()
  nowMs += 60 * MINUTE
  const second = await open()
  expect(second.notices).toMatchObject([{ subject: 'place-away', sinceMs: MONDAY }])
  await second.review()
  expect(passed()).toEqual([])
  await second.close()
  situation = situation && { ...situation, conditions: [] }
  const third = await open()
  await third.review()
  expect(passed()).toEqual(['withdraw place-away'])
  expect(third.notices).toEqual([])
})

it('what was written and not delivered when the app fell is delivered at the next start', async () => {
  onTell = () => {
    throw new Error('the power goes')
  }
  const first = await open()
  await first.review()
  onTell = () => {}
  nowMs += MINUTE
  const second = await open()
  await second.review()
  expect(passed()).toEqual(['desktop place-away'])
})

it('an e-mail that does not go out is tried again with the same id, over a restart, too', async () => {
  const first = await open()
  await first.saveSettings(withMail)
  passed()
  nowMs += DAY
  isMailDown = true
  await first.review()
  expect(passed()).toEqual(['desktop place-away'])
  await first.close()
  isMailDown = false
  const second = await open()
  await second.review()
  expect(passed()).toEqual([])
  nowMs += MINUTE
  await second.review()
  expect(passed()).toEqual(['email place-away place-away 2026-11-24'])
})

it('says that e-mail does not go out, until it does', async () => {
  const keeper = await open()
  await keeper.saveSettings(withMail)
  isMailDown = true
  nowMs += DAY
  for (let minutes = 0; minutes < 8 * 60; minutes += 30, nowMs += 30 * MINUTE) await keeper.review()
  expect(keeper.notices.map(({ subject }) => subject)).toEqual(['place-away', 'email-unsent'])
  await keeper.tryEmail(new AbortController().signal)
  expect(keeper.notices.map(({ subject }) => subject)).toEqual(['place-away'])
})

it('tells whoever watches at every change, and what is put off with name and reason', async () => {
  const keeper = await open()
  const seen: string[] = []
  const stop = keeper.onNotices((notices) =>
    seen.push(notices.map(({ subject, snooze }) => `${subject} ${snooze?.by ?? ''}`.trim()).join()),
  )
  await keeper.review()
  await keeper.snooze('place-away', { by: 'Marina', reason: 'HD no conserto', untilMs: nowMs + DAY })
  stop()
  expect(seen).toEqual(['', 'place-away', 'place-away Marina'])
  expect(passed()).toEqual(['desktop place-away', 'withdraw place-away'])
})

it('damaged files are set aside; lost settings are themselves told', async () => {
  await writeFile(path.join(folder, 'notices.json'), '{"version":1')
  await writeFile(path.join(folder, 'notice-settings.json'), 'null')
  const keeper = await open()
  await keeper.review()
  expect(keeper.notices.map(({ subject }) => subject)).toEqual(['place-away', 'email-unsent'])
  expect((await readdir(folder)).sort()).toEqual([
    'notice-settings.json.damaged',
    'notices.json',
    'notices.json.damaged',
  ])
  expect(await readFile(path.join(folder, 'notices.json.damaged'), 'utf8')).toBe('{"version":1')
})

it('a look that breaks down loses nothing and is tried again', async () => {
  const before = situation
  const keeper = await open()
  situation = null
  await keeper.review()
  expect(passed()).toEqual([])
  situation = before
  await keeper.review()
  expect(passed()).toEqual(['desktop place-away'])
})
