import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { Log } from '#engine/kernel/index.ts'
import type { Fact } from '#shared/domain/index.ts'
import { memoryHost, runEngine, setUpClinic } from '../engine-client.ts'
import { BUCKET, DATABASE, filesHolding, MAIL, PIN, plant, unhelpfulServices } from './plant.ts'

// What the engine prints, tells and keeps while everything goes wrong; test/e2e/secrets.e2e.ts asks the same of the whole app.

const PATIENT = 'Ana da Conceição'

it('no secret and no patient is in what the engine prints, tells or keeps, whatever fails', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'segredos é '))
  onTestFinished(() => rm(root, { recursive: true, force: true, maxRetries: 5 }))
  const at = (...names: string[]) => path.join(root, ...names)
  for (const name of ['Clínica', 'HD externo', 'dados']) await mkdir(at(name))
  await writeFile(at('Clínica', `${PATIENT}.txt`), 'anamnese')
  const host = memoryHost()
  const first = await runEngine({ dataFolder: at('dados'), host })
  const { kitWords } = await setUpClinic(first.client, {
    clinicName: 'Clínica Boa Vista',
    sources: [{ kind: 'folder', path: at('Clínica'), label: 'Documentos' }],
    destinationPath: at('HD externo'),
  })
  await first.engine.idle()
  await first.close()
  const services = await unhelpfulServices()
  onTestFinished(() => services.stop())
  const vaultKey = await plant(at('dados'), host, services)

  const printed: string[] = []
  const note = (...said: unknown[]) => void printed.push(JSON.stringify(said))
  const log: Log = { info: note, warn: note }
  const { client, engine, close } = await runEngine({ dataFolder: at('dados'), host, log })
  const facts: Fact[] = []
  client.facts({ afterSeq: 0 }, (fact) => facts.push(fact))
  const failed = async (work: Promise<unknown>) => expect(await work.then(() => 'done', String)).not.toBe('done')

  // A disk that is away, a folder in whose place a file stands, a mail server that is none, wrong words and a wrong PIN.
  await rename(at('HD externo'), at('HD na bolsa'))
  await client.checkNow({ readData: false })
  await engine.idle()
  await rename(at('HD na bolsa'), at('HD externo'))
  const [file] = await client.searchFiles({ text: 'conceicao', limit: 5 })
  const [version] = await client.listVersions({ fileKey: file?.fileKey ?? -1 })
  await writeFile(at('no caminho'), '')
  await failed(
    client.recoverVersion({ versionKey: version?.versionKey ?? -1, targetFolder: at('no caminho', PATIENT) }),
  )
  await failed(client.tryEmail({}))
  await failed(client.unlockWithKit({ words: kitWords.toReversed().join(' ') }))
  await client.registerFirst({ name: 'Marina Prado', title: 'owner', secret: PIN })
  const [marina] = await client.signInNames({})
  await client.signOut({})
  await failed(client.signIn({ accountId: marina?.accountId ?? expect.fail(), secret: PIN.slice(0, -1) }))
  await close()

  const said = [...printed, ...facts.map((fact) => JSON.stringify(fact))].join('\n')
  expect(facts.map(({ kind }) => kind)).toContain('job-failed')
  const secrets = [vaultKey, BUCKET, DATABASE, MAIL, PIN, kitWords.join(' '), kitWords.slice(0, 3).join(' ')]
  expect(secrets.filter((secret) => said.includes(secret))).toEqual([])
  expect(said).not.toContain('Concei')
  expect(filesHolding(at('dados'), 'Clínica Boa Vista')).toContain('settings.json')
  for (const secret of secrets) expect(filesHolding(root, secret)).toEqual([])
  // Whoever looks for a document again has to be told its name (decision 0022); what was recovered has one, too.
  const mayKnow = /^(catalog\.db|recoveries\b)/
  expect(filesHolding(at('dados'), PATIENT).filter((name) => !mayKnow.test(name))).toEqual([])
})
