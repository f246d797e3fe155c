import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { AUDIT_FILE, Audit } from '#engine/audit/index.ts'
import { openCatalog } from '#engine/catalog/index.ts'
import { silentLog, systemRandom } from '#engine/kernel/index.ts'
import { Register } from '#engine/register.ts'
import { ManualClock } from '#engine/schedule/test-support/manual-clock.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

it('what is new is looked through at the start, all of it in the quiet after: a change far back is told ten minutes later', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'livro de manhã é '))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const clock = new ManualClock(Date.UTC(2026, 10, 22, 8))
  const start = async () => {
    const catalog = openCatalog(path.join(folder, 'catalog.db'), { clock })
    const audit = await Audit.open({ folder, hostname: 'pc', clock, random: systemRandom, log: silentLog })
    const register = new Register({ audit, catalog, clock })
    const close = async () => {
      await register.close()
      catalog.close()
    }
    return { audit, register, close }
  }
  const yesterday = await start()
  await yesterday.audit.verify()
  await yesterday.close()
  const db = new Database(path.join(folder, AUDIT_FILE))
  db.exec("DROP TRIGGER entries_keep; UPDATE entries SET actor = 'cli' WHERE number = 1")
  db.close()
  clock.jump(DAY_MS)

  const { register, close } = await start()
  register.begin()
  await clock.pass(9 * MINUTE_MS)
  expect(register.state()).toMatchObject({ findings: [], checkedAtMs: clock.nowMs() - 9 * MINUTE_MS })
  await clock.pass(MINUTE_MS)
  expect(register.state().findings).toMatchObject([{ what: 'changed', number: 1 }])
  await close()

  // What was wrong once is looked for at every start at once.
  const next = await start()
  next.register.begin()
  await clock.pass(0)
  expect(next.register.state().findings).toMatchObject([{ what: 'changed', number: 1 }])
  await next.close()
})
