import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { Audit } from '#engine/audit/index.ts'
import { openCatalog } from '#engine/catalog/index.ts'
import { silentLog, systemRandom } from '#engine/kernel/index.ts'
import { openNotices } from '#engine/notice-calls.ts'
import { quietOverview } from '#engine/notices/test-support/quiet-overview.ts'
import { ManualClock } from '#engine/schedule/test-support/manual-clock.ts'
import type { Host } from '#engine/session/index.ts'

const NOW = new Date(2026, 10, 23, 9).getTime()

it('what somebody did, a fact and a change of the register are noticed at once, a refusal and a closed app are not', async () => {
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'avisos na hora é '))
  onTestFinished(() => rm(dataFolder, { recursive: true, force: true }))
  const clock = new ManualClock(NOW)
  const parts = { clock, random: systemRandom, log: silentLog }
  const host = { showNotice: async () => ({}), withdrawNotice: async () => ({}) } as unknown as Host
  let looks = 0
  let isBraked = false
  const notices = await openNotices({
    ...{ ...parts, dataFolder, host },
    known: async () => {
      looks += 1
      const brake = { signs: ['mass-change' as const], sinceMs: NOW } as never
      return { overview: quietOverview(), brake: isBraked ? brake : null }
    },
  })
  const catalog = openCatalog(path.join(dataFolder, 'catalog.db'), { clock })
  const audit = await Audit.open({ ...parts, folder: dataFolder, hostname: 'pc' })
  notices.begin(catalog, audit)
  await expect.poll(() => looks).toBe(1)

  const after = async (cause: () => unknown, open: readonly string[]) => {
    cause()
    await expect.poll(() => notices.keeper.notices.map(({ subject }) => subject)).toEqual(open)
  }
  isBraked = true
  notices.onAct({ outcome: 'denied' })
  await clock.pass(0)
  expect(looks).toBe(1)
  await after(() => notices.onAct({ outcome: 'done' }), ['mass-change'])
  isBraked = false
  await after(() => catalog.commitFact({ kind: 'kit-printed' }), [])
  isBraked = true
  await after(() => audit.verify(), ['mass-change'])
  // Many at once are one look more.
  const before = looks
  for (let act = 0; act < 20; act += 1) notices.onAct({ outcome: 'done' })
  await expect.poll(() => looks).toBe(before + 1)

  notices.stopFacts()
  await notices.close()
  const closed = looks
  catalog.commitFact({ kind: 'kit-printed' })
  expect(looks).toBe(closed)
  await audit.close()
  catalog.close()
})
