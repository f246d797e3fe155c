import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog, systemRandom } from '#engine/kernel/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { People } from './people.ts'
import { isGoodSecret } from './secret.ts'
import { MOST_TRIES, waitAfterMs } from './tries.ts'

const PIN = '402918'
const time = { nowMs: 1_700_000_000_000, elapsedMs: 0 }
const clock = { nowMs: () => time.nowMs, nowNs: () => BigInt(time.nowMs) * 1_000_000n, sleep: async () => undefined }
let folder: string
const file = () => path.join(folder, 'people.json')
const open = () =>
  People.open({
    ...{ clock, random: systemRandom, log: silentLog, elapsedMs: () => time.elapsedMs },
    file: file(),
    pinCost: { N: 16, r: 1, p: 1 },
  })
const code = (work: Promise<unknown>) => work.then(() => undefined, codeOf)

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gente da clínica '))
  time.elapsedMs = 0
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('a PIN', () => {
  it.each(['12345', '123456', '987654', '111111', '121212', 'senha', 'aaaaaaaa'])('%s is too easy', (secret) => {
    expect(isGoodSecret(secret)).toBe(false)
  })

  it.each([PIN, '90817265', 'correto cavalo', 'çãõ12345'])('%s is good enough', (secret) => {
    expect(isGoodSecret(secret)).toBe(true)
  })

  it('is nowhere in the file, also not the one that is given for the first time', async () => {
    const people = await open()
    await people.registerFirst('Ana', 'owner', PIN)
    const { firstPin } = await people.add({ name: 'Rui', role: 'reception', title: null, rights: {} })
    const text = await readFile(file(), 'utf8')
    expect(text).not.toContain(PIN)
    expect(text).not.toContain(firstPin)
  })
})

describe('wrong PINs', () => {
  it('cost a longer wait each, ten shut the door, and only a new PIN opens it', async () => {
    const people = await open()
    const { accountId } = await people.registerFirst('Ana', 'owner', PIN)
    for (let failures = 1; failures < MOST_TRIES; failures++) {
      expect(await code(people.prove(accountId, '000000'))).toBe('PEOPLE_102')
      const waitMs = waitAfterMs(failures)
      if (waitMs > 0) {
        time.elapsedMs += waitMs - 1
        expect(await code(people.prove(accountId, PIN))).toBe('PEOPLE_103')
        time.elapsedMs += 1
      }
    }
    expect(await code(people.prove(accountId, '000000'))).toBe('PEOPLE_104')
    time.elapsedMs += 365 * 86_400_000
    expect(await code(people.prove(accountId, PIN))).toBe('PEOPLE_104')
    expect(await code((await open()).prove(accountId, PIN))).toBe('PEOPLE_104')
    await people.choose(accountId, '715304')
    expect((await people.prove(accountId, '715304')).name).toBe('Ana')
  })

  it('are not forgiven by another clock or another start: the wait begins anew', async () => {
    const people = await open()
    const { accountId } = await people.registerFirst('Ana', 'owner', PIN)
    for (let failures = 0; failures < 5; failures++) {
      time.elapsedMs += waitAfterMs(failures)
      await code(people.prove(accountId, '000000'))
    }
    for (const nowMs of [time.nowMs - 10 * 86_400_000, time.nowMs + 10 * 86_400_000]) {
      time.nowMs = nowMs
      expect(await code(people.prove(accountId, PIN))).toBe('PEOPLE_103')
    }
    time.elapsedMs = 0
    const again = await open()
    expect(await code(again.prove(accountId, PIN))).toBe('PEOPLE_103')
    time.elapsedMs += waitAfterMs(5)
    expect(await code(again.prove(accountId, PIN))).toBeUndefined()
  })

  it('typed all at once are so many tries, not one', async () => {
    const people = await open()
    const { accountId } = await people.registerFirst('Ana', 'owner', PIN)
    const codes = await Promise.all(Array.from({ length: 20 }, () => code(people.prove(accountId, '000000'))))
    expect(codes.filter((each) => each === 'PEOPLE_102')).toHaveLength(3)
    expect(codes.filter((each) => each === 'PEOPLE_103')).toHaveLength(17)
  })
})

describe('the list', () => {
  it('always keeps an active manager, and everybody who ever was in it', async () => {
    const people = await open()
    const ana = await people.registerFirst('Ana', 'owner', PIN)
    const rui = await people.add({ name: 'Rui', role: 'reception', title: null, rights: {} })
    expect(await code(people.deactivate(ana.accountId))).toBe('PEOPLE_111')
    expect(await code(people.change(ana.accountId, { ...ana, role: 'technician' }))).toBe('PEOPLE_111')
    expect(await code(people.add({ name: ' ANA ', role: 'auditor', title: null, rights: {} }))).toBe('PEOPLE_112')
    await people.deactivate(rui.accountId)
    expect(people.active(rui.accountId)).toBeUndefined()
    expect(await code(people.prove(rui.accountId, rui.firstPin))).toBe('PEOPLE_113')
    expect((await open()).list().map(({ name }) => name)).toEqual(['Ana', 'Rui'])
  })

  it('that does not read lets nobody in, and is kept aside', async () => {
    await (await open()).registerFirst('Ana', 'owner', PIN)
    await writeFile(file(), '{"version":1,"people":[')
    const people = await open()
    expect(people.isOpen).toBe(false)
    expect(people.isLost).toBe(true)
    expect(await code(people.registerFirst('Eva', 'owner', PIN))).toBe('PEOPLE_115')
    expect((await open()).isLost).toBe(true)
    expect((await readdir(folder)).some((name) => name.includes('.damaged-'))).toBe(true)
    await people.beginAgain('Ana', PIN)
    expect((await open()).isLost).toBe(false)
  })
})
