import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { localBackend } from '#engine/backends/index.ts'
import { readKit } from '#engine/kit/index.ts'
import { vaultFolderIn } from '#engine/session/index.ts'
import { takeSnapshot } from '#engine/snapshot/index.ts'
import { openVault } from '#engine/vault/index.ts'
import type { CopyId } from '#shared/domain/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { memoryHost, type RunningEngine, runEngine, setUpClinic } from '../engine-client.ts'

let root: string
let host: ReturnType<typeof memoryHost>
let running: RunningEngine
let kit: { kitWords: string[] }
const at = (...names: string[]) => path.join(root, ...names)
const start = async () => {
  running = await runEngine({ dataFolder: at('dados'), host })
}

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'olhar é '))
  await mkdir(at('Clínica', 'Conceição Araújo'), { recursive: true })
  await mkdir(at('HD externo'))
  await writeFile(at('Clínica', 'Conceição Araújo', 'laudo.txt'), 'Laudo: sem fratura')
  const db = new Database(at('Clínica', 'clinica.db'))
  db.exec("CREATE TABLE paciente(nome TEXT); INSERT INTO paciente VALUES ('Conceição')")
  db.close()
  host = memoryHost()
  await start()
  kit = await setUpClinic(running.client, {
    clinicName: 'Clínica Boa Vista',
    sources: [
      { kind: 'folder', path: at('Clínica'), label: 'Prontuários' },
      { kind: 'sqlite', path: at('Clínica', 'clinica.db'), label: 'Sistema' },
    ],
    destinationPath: at('HD externo'),
  })
  await running.engine.idle()
})
afterEach(async () => {
  await running.close()
  await rm(root, { recursive: true, force: true })
})

const versionOf = async (text: string) => {
  const [found] = await running.client.searchFiles({ text, limit: 5 })
  const [version] = await running.client.listVersions({ fileKey: found?.fileKey ?? -1 })
  return version ?? { versionKey: -1, copyId: '' as CopyId }
}

describe('looking without recovering', () => {
  it('shows what a version holds, and leaves nothing on this computer', async () => {
    const { client } = running
    const { versionKey } = await versionOf('conceissao laudo')
    expect(await client.previewVersion({ versionKey })).toMatchObject({ kind: 'text', text: 'Laudo: sem fratura' })
    const database = await versionOf('clinica.db')
    expect(await client.previewVersion({ versionKey: database.versionKey })).toMatchObject({
      kind: 'tables',
      tables: [{ name: 'paciente', rows: [[{ kind: 'text', text: 'Conceição' }]] }],
    })
    expect(await readdir(at('dados', 'temporary'))).toEqual([])
    expect(await client.previewVersion({ versionKey: 999_999 }).catch(codeOf)).toBe('VAULT_111')
  })

  it('says which rules keep a copy, and where it is', async () => {
    const { copyId } = await versionOf('laudo')
    const { vault } = { vault: (await running.client.overview({})).replicas.find(({ isMain }) => isMain) }
    expect(await running.client.explainCopy({ copyId })).toMatchObject({
      reasons: expect.arrayContaining(['newest', 'never-delete', 'floor']),
      legalUntilMs: expect.any(Number),
      holders: [{ replicaId: vault?.replicaId, isMonthDisk: false }],
    })
    const unknown = 'ab'.repeat(32) as CopyId
    expect(await running.client.explainCopy({ copyId: unknown }).catch(codeOf)).toBe('VAULT_109')
  })
})

describe('another computer of the same vault', () => {
  async function copyThere(): Promise<void> {
    await mkdir(at('Outro', 'Fotos'), { recursive: true })
    await writeFile(at('Outro', 'Fotos', 'joelho de Thiago.txt'), 'antes')
    const vault = await openVault(
      localBackend(vaultFolderIn(at('HD externo'))),
      readKit(kit.kitWords.join(' ')).password,
    )
    await takeSnapshot(vault, {
      targets: [{ kind: 'folder', path: at('Outro') }],
      tags: ['plano-0b7e1c3e-6f1e-4b8e-9a1d-2f3c4d5e6f70'],
      hostname: 'RECEPÇÃO-02',
      username: 'recepção',
      programVersion: '0.0.0-test',
    })
    await vault.close()
  }

  it('is found, told apart and looked at from this one, also when the catalogue was lost', async () => {
    await copyThere()
    await running.close()
    await rm(at('dados', 'catalog.db'))
    await start()
    await expect.poll(async () => (await running.client.searchFiles({ text: 'tiago', limit: 5 })).length).toBe(1)
    const [found] = await running.client.searchFiles({ text: 'tiago', limit: 5 })
    expect(found).toMatchObject({ computer: 'RECEPÇÃO-02', isSimilar: true, isInNewestCopy: true })
    const { versionKey, copyId } = await versionOf('thiago')
    expect(await running.client.previewVersion({ versionKey })).toMatchObject({ kind: 'text', text: 'antes' })
    expect(await running.client.explainCopy({ copyId })).toMatchObject({ reasons: ['other-plan'] })
    // This computer's own files and counts are what they were.
    expect(await running.client.searchFiles({ text: 'laudo', limit: 5 })).toMatchObject([
      { computer: null, isInNewestCopy: true },
    ])
    expect((await running.client.overview({})).copies).toBe(1)
  })
})
