import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { Fact, PersonId } from '#shared/domain/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { memoryHost, runEngine, setUpClinic } from '../engine-client.ts'
import { makePlace } from '../interop/hostile-folder.ts'

const PHOTOS = 40
const photo = () => Buffer.concat([Buffer.from('ffd8ffe000104a464946', 'hex'), randomBytes(3000)])
const person = (name: string) => name as PersonId

async function guardedEngine() {
  const place = await makePlace()
  const folder = join(place, 'Clínica')
  await mkdir(folder)
  await mkdir(join(place, 'HD externo'))
  for (let at = 0; at < PHOTOS; at += 1) await writeFile(join(folder, `foto ${at}.jpg`), photo())
  const start = () => runEngine({ dataFolder: join(place, 'dados'), host })
  const host = memoryHost()
  let running = await start()
  onTestFinished(() => running.close())
  await setUpClinic(running.client, {
    clinicName: 'Clínica Boa Vista',
    sources: [{ kind: 'folder', path: folder, label: 'Fotos' }],
    destinationPath: join(place, 'HD externo'),
  })
  await running.engine.idle()
  const facts = async () => {
    const told: Fact[] = []
    const stop = running.client.facts({ afterSeq: 0 }, (fact) => told.push(fact))
    await running.client.overview({})
    stop()
    return told
  }
  return {
    folder,
    facts,
    idle: () => running.engine.idle(),
    client: () => running.client,
    copy: async () => {
      await running.client.copyNow({})
      await running.engine.idle()
    },
    restart: async () => {
      await running.close()
      running = await start()
    },
  }
}

it('a clinic encrypted between two copies: told once, cleaning refused, copies go on, a manager lets go', async () => {
  const { folder, client, copy, facts, restart, idle } = await guardedEngine()
  for (let at = 0; at < PHOTOS; at += 1) await writeFile(join(folder, `foto ${at}.jpg`), randomBytes(3000))
  await copy()
  const signs = (await facts()).filter(({ kind }) => kind === 'guard-signs')
  expect(signs).toMatchObject([{ isBrake: true, signs: ['mass-change', 'form-lost'], changed: PHOTOS }])
  expect(JSON.stringify(signs)).not.toContain('foto')

  await restart()
  expect((await client().guardState({})).brake?.signs).toEqual(['mass-change', 'form-lost'])
  await writeFile(join(folder, 'nova.txt'), 'nova')
  await copy()
  expect((await facts()).filter(({ kind }) => kind === 'guard-signs')).toHaveLength(1)
  const [replica] = (await client().overview({})).replicas
  const replicaId = replica?.replicaId ?? ''
  const { fingerprint, plannedAtMs, refusals } = await client().planPrune({ replicaId })
  expect(refusals).toEqual(['brake-on'])
  const approval = { fingerprint, requestedBy: person('Ana'), confirmedBy: person('Bia') }
  await client().applyPrune({ replicaId, plannedAtMs, approval })
  await idle()
  expect((await facts()).at(-1)).toMatchObject({ kind: 'job-failed', jobKind: 'prune', code: 'RET_105' })

  const why = 'O técnico trocou as fotos a nosso pedido.'
  const asReception = { person: person('Marina'), role: 'reception', reason: why } as const
  expect(
    await client()
      .releaseBrake(asReception)
      .then(() => 'ok', codeOf),
  ).toBe('GUARD_101')
  expect((await client().releaseBrake({ ...asReception, role: 'manager' })).brake).toBeNull()
  expect((await facts()).at(-1)?.kind).toBe('guard-released')
  expect((await client().planPrune({ replicaId })).refusals).toEqual([])
})

it('alarm files are shown before they are there, are in no copy, and tell when one is gone', async () => {
  const { folder, client, copy, facts } = await guardedEngine()
  const [source] = (await client().overview({})).sources
  const sourceId = source?.id ?? ('' as never)
  const before = await readdir(folder, { recursive: true })
  const { paths } = await client().planCanaries({ sourceId })
  expect(paths.length).toBeGreaterThan(3)
  expect(await readdir(folder, { recursive: true })).toEqual(before)

  expect(await client().plantCanaries({ sourceId })).toMatchObject({
    brake: null,
    canaries: paths.length,
    lostCanaries: 0,
  })
  await copy()
  expect(await client().searchFiles({ text: 'LEIA-ME', limit: 10 })).toEqual([])
  const planted = (await readdir(folder, { recursive: true })).find((name) => name.includes('LEIA-ME'))
  await rm(join(folder, planted ?? ''))
  await writeFile(join(folder, 'nova.txt'), 'nova')
  await copy()
  expect((await facts()).findLast(({ kind }) => kind === 'guard-signs')).toMatchObject({
    isBrake: false,
    signs: ['canary'],
  })
  expect((await client().guardState({})).lostCanaries).toBe(1)
})
