import { rm } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ask, fill, type LooseClient, makeClinic, PIN, SECOND_PIN, type TestClinic } from './test-support/clinic.ts'

const MINUTE_MS = 60_000
let clinic: TestClinic
let ids: Awaited<ReturnType<typeof fill>>
let client: LooseClient
const given = (method: string, input: unknown = {}) => client[method]?.(input) as Promise<Record<string, unknown>>
const signIn = (accountId: string, secret = PIN) => given('signIn', { accountId, secret })
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: { code: string }) => error.code,
  )
const requestIdOf = (work: Promise<unknown>) =>
  work.then(
    () => 'went through',
    (error: { params: { requestId?: string } }) => error.params.requestId,
  )
const last = () => clinic.acts.at(-1)

beforeEach(async () => {
  clinic = await makeClinic()
  client = clinic.connectAs('window')
})
afterEach(async () => {
  clinic.close()
  await rm(clinic.folder, { recursive: true, force: true })
})

describe('while nobody is registered', () => {
  it('everything goes, but what is main’s alone; the first person is a manager and is in at once', async () => {
    expect(await ask(client, 'removePlace')).toBeUndefined()
    expect(await ask(client, 'tellMachine')).toBe('PEOPLE_105')
    expect(await codeOf(given('addPerson', { name: 'Rui', role: 'reception', title: null, rights: {} }))).toBe(
      'PEOPLE_118',
    )
    const state = await given('registerFirst', { name: 'Ana', title: 'owner', secret: PIN })
    expect(state).toMatchObject({ kind: 'signed-in', person: { name: 'Ana', role: 'manager' } })
    expect(await ask(clinic.connectAs('window'), 'listTrash')).toBe('PEOPLE_101')
    expect(await codeOf(given('registerFirst', { name: 'Eva', title: 'owner', secret: PIN }))).toBe('PEOPLE_115')
  })
})

describe('a window', () => {
  beforeEach(async () => {
    ids = await fill(clinic)
  })

  it('is locked when nobody uses it, whatever is done to the clock', async () => {
    await signIn(ids.manager)
    const seen: unknown[] = []
    client.session?.({}, (state: unknown) => seen.push(state))
    clinic.pass(9 * MINUTE_MS)
    await given('stillHere')
    clinic.pass(9 * MINUTE_MS)
    expect(await ask(client, 'listTrash')).toBeUndefined()
    clinic.time.nowMs -= 365 * 86_400_000
    clinic.time.elapsedMs += MINUTE_MS
    expect(await ask(client, 'listTrash')).toBe('PEOPLE_101')
    expect(seen.at(-1)).toEqual({ kind: 'signed-out', why: 'idle' })
  })

  it('lets somebody with a given PIN only choose an own one', async () => {
    await signIn(ids.manager)
    const { accountId, firstPin } = (await given('addPerson', {
      ...{ name: 'Novo', role: 'technician', title: null, rights: {} },
    })) as { accountId: string; firstPin: string }
    await signIn(accountId, firstPin)
    expect(await ask(client, 'copyNow')).toBe('PEOPLE_108')
    expect(await codeOf(given('setOwnPin', { before: firstPin, secret: '123456' }))).toBe('PEOPLE_109')
    await given('setOwnPin', { before: firstPin, secret: '538201' })
    expect(await ask(client, 'copyNow')).toBeUndefined()
  })

  it('stops somebody who was struck off while signed in', async () => {
    await signIn(ids.reception)
    await clinic.people.deactivate(ids.reception)
    expect(await ask(client, 'copyNow')).toBe('PEOPLE_101')
  })

  it('lets nobody change what they may themselves, nor forget the last manager', async () => {
    await signIn(ids.manager)
    const own = { accountId: ids.manager, name: 'Ana', role: 'manager', title: 'owner', rights: {} }
    expect(await codeOf(given('changePerson', own))).toBe('PEOPLE_110')
    expect(await codeOf(given('deactivatePerson', { accountId: ids.manager }))).toBe('PEOPLE_110')
    expect(await codeOf(given('resetPin', { accountId: ids.manager }))).toBe('PEOPLE_110')
  })

  it('gives a manager who forgot the PIN a new one for the words of the kit, and tells of it', async () => {
    const asked = { accountId: ids.manager, name: 'Ana Gestora', words: 'as palavras do kit', secret: '538201' }
    expect(await codeOf(given('resetWithKit', { ...asked, words: 'outras' }))).toBe('KIT_103')
    expect(last()).toMatchObject({ call: 'resetWithKit', outcome: 'failed', code: 'KIT_103' })
    expect(await codeOf(given('resetWithKit', { ...asked, accountId: ids.reception }))).toBe('PEOPLE_113')
    expect(await given('resetWithKit', asked)).toMatchObject({ kind: 'signed-in', person: { accountId: ids.manager } })
    expect(last()).toMatchObject({ call: 'resetWithKit', outcome: 'done', accountId: ids.manager })
    expect(JSON.stringify(clinic.acts)).not.toContain('palavras')
  })

  it('tells of what was denied, and of a PIN that a manager reset, without any PIN', async () => {
    await signIn(ids.reception)
    await ask(client, 'removePlace')
    expect(last()).toMatchObject({
      call: 'removePlace',
      accountId: ids.reception,
      outcome: 'denied',
      code: 'PEOPLE_105',
    })
    await signIn(ids.manager)
    await given('resetPin', { accountId: ids.reception })
    expect(last()).toMatchObject({ call: 'resetPin', accountId: ids.manager, input: { accountId: ids.reception } })
    expect(JSON.stringify(clinic.acts)).not.toContain(PIN)
  })

  it('puts the one who is signed in where a call asks who it is', async () => {
    await signIn(ids.professional)
    await given('viewRecord', { categories: ['records'], person: 'Outra Pessoa', patientKey: '7' })
    expect(clinic.reached.at(-1)).toMatchObject({ name: 'viewRecord', input: { person: 'Pessoa professional' } })
  })
})

describe('what takes two people', () => {
  const asked = { replicaId: 'r1', approval: { fingerprint: 'f', requestedBy: 'x', confirmedBy: 'y' } }
  beforeEach(async () => {
    ids = await fill(clinic)
    await signIn(ids.manager)
  })

  it('goes through once, for exactly what was asked, in the names of both', async () => {
    const requestId = await requestIdOf(given('applyPrune', asked))
    expect(clinic.reached).toEqual([])
    await given('confirmAs', { requestId, accountId: ids.second, secret: SECOND_PIN })
    expect(await codeOf(given('applyPrune', { ...asked, replicaId: 'r2' }))).toBe('PEOPLE_106')
    await given('applyPrune', asked)
    expect(clinic.reached.at(-1)?.input).toMatchObject({ approval: { requestedBy: 'Ana Gestora', confirmedBy: 'Bia' } })
    expect(last()).toMatchObject({ call: 'applyPrune', accountId: ids.manager, secondId: ids.second, outcome: 'done' })
    expect(await codeOf(given('applyPrune', asked))).toBe('PEOPLE_106')
  })

  it('is not signed by the one who asks, by a role that may not, with a wrong PIN, or too late', async () => {
    const requestId = await requestIdOf(given('applyPrune', asked))
    const confirm = (accountId: string, secret = PIN) => codeOf(given('confirmAs', { requestId, accountId, secret }))
    expect(await confirm(ids.manager)).toBe('PEOPLE_114')
    expect(await confirm(ids.reception)).toBe('PEOPLE_114')
    expect(await confirm(ids.auditor)).toBe('PEOPLE_114')
    expect(await confirm(ids.second, '000000')).toBe('PEOPLE_102')
    expect(await codeOf(given('applyPrune', asked))).toBe('PEOPLE_106')
    for (let minutes = 0; minutes < 15; minutes += 5) {
      clinic.pass(5 * MINUTE_MS)
      await given('stillHere')
    }
    expect(await confirm(ids.second, SECOND_PIN)).toBe('PEOPLE_116')
    expect(clinic.reached).toEqual([])
  })

  it('can be signed later, from the second person’s own window', async () => {
    const requestId = await requestIdOf(given('applyPrune', asked))
    const other = clinic.connectAs('window')
    await other.signIn?.({ accountId: ids.second, secret: SECOND_PIN })
    expect(await other.pendingRequests?.({})).toMatchObject([{ requestId, requestedByName: 'Ana Gestora' }])
    await other.confirmRequest?.({ requestId })
    expect(await codeOf(given('applyPrune', asked))).toBeUndefined()
  })

  it('says so when there is nobody else who may sign', async () => {
    for (const accountId of [ids.second, ids.technician, ids.professional]) await clinic.people.deactivate(accountId)
    expect(await codeOf(given('applyPrune', asked))).toBe('PEOPLE_117')
  })

  it('is not signed by somebody who may not any more when it is carried out', async () => {
    const requestId = await requestIdOf(given('applyPrune', asked))
    await given('confirmAs', { requestId, accountId: ids.second, secret: SECOND_PIN })
    await clinic.people.deactivate(ids.second)
    expect(await codeOf(given('applyPrune', asked))).toBe('PEOPLE_106')
    expect(clinic.reached).toEqual([])
  })
})
