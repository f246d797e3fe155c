import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runCli } from '../cli.ts'
import { filesBelow } from '../files-below.ts'
import { type ClinicSummary, makeClinic, presets } from '../fixtures/clinic/index.ts'

// Two in the morning, another computer, the disk and its password: one patient's record, and nothing else is touched.

let root: string
let clinic: ClinicSummary
const ours = process.env.TMPDIR
const at = (...names: string[]) => path.join(root, ...names)
const vault = () => at('HD externo', 'cofre')
const cli = (...args: string[]) => runCli([...args, '--vault', vault(), '--password-file', at('senha')])

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'um prontuário às 2 é '))
  for (const name of ['HD externo', 'pen drive', 'passageiro']) await mkdir(at(name))
  process.env.TMPDIR = at('passageiro')
  await writeFile(at('senha'), 'uma senha de teste')
  clinic = await makeClinic({ into: at('Clínica Sorriso'), ...presets.tiny })
  expect((await cli('init')).exitCode).toBe(0)
  expect((await cli('backup', clinic.root, `sqlite:${clinic.databasePath}`)).exitCode).toBe(0)
})
afterAll(async () => {
  if (ours === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = ours
  await rm(root, { recursive: true, force: true, maxRetries: 5 })
})

/** Somebody with an accent in the name, and a document beside the database. */
function witness(): { nome: string; anexos: number; evolucoes: number } {
  const db = new Database(clinic.databasePath, { readonly: true })
  try {
    const rows = db
      .prepare<[], { nome: string; anexos: number; evolucoes: number }>(
        `select nome, (select count(*) from anexos where paciente_id = p.id) as anexos,
           (select count(*) from evolucoes e join atendimentos a on a.id = e.atendimento_id where a.paciente_id = p.id) as evolucoes
         from pacientes p where anexos > 0`,
      )
      .all()
    return rows.find(({ nome }) => plain(nome) !== nome) ?? expect.fail('nobody has an accent')
  } finally {
    db.close()
  }
}
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '')

it('takes one record along with the vault and its password alone; guesses nobody, writes nothing into the vault, leaves nothing', async () => {
  const { nome, anexos, evolucoes } = witness()
  const why = ['--person', 'Técnico de plantão', '--reason', 'system-down']
  const into = ['--target', at('pen drive')]
  const before = await filesBelow(vault())

  const several = await cli('record', 'latest', 'a', ...into, ...why)
  expect(several.exitCode).toBe(1)
  expect(several.stderr).toContain('Há mais de um paciente assim.')
  expect((await cli('record', 'latest', nome, ...into)).stderr).toContain('APP_002')
  const inside = await cli('record', 'latest', nome, '--target', path.join(vault(), 'aqui'), ...why)
  expect(inside.stderr).toContain('REST_104')
  expect((await cli('record', 'latest', nome, ...into, ...why, '--database', '/não/há.db')).stderr).toContain(
    'VAULT_111',
  )
  expect(await readdir(at('pen drive'))).toEqual([])

  const taken = await cli('record', 'latest', plain(nome).toUpperCase(), ...into, ...why)
  expect(taken.stderr).toBe('')
  expect(taken.exitCode).toBe(0)
  const [name, ...others] = await readdir(at('pen drive'))
  expect(others).toEqual([])
  const folder = at('pen drive', name ?? '?')
  expect(taken.stdout).toContain(folder)
  const made = await readdir(folder)
  expect(made).toEqual(expect.arrayContaining(['prontuario.html', 'bundle.fhir.json', 'dados.json', 'MANIFESTO.txt']))
  expect(await readFile(path.join(folder, 'prontuario.html'), 'utf8')).toContain('por Técnico de plantão')
  const manifest = await readFile(path.join(folder, 'MANIFESTO.txt'), 'utf8')
  expect(manifest).toContain(`evolucoes: ${evolucoes} / ${evolucoes}`)
  expect(await readdir(path.join(folder, 'arquivos'))).toHaveLength(anexos)

  // Of several, the one whose number is typed; by a map that a technician looked at.
  const map = at('mapa.json')
  expect((await cli('ehr-map', 'discover', clinic.databasePath, '--write', map)).exitCode).toBe(0)
  const listed = several.stdout.split('\n').find((line) => line.startsWith('2  ')) ?? expect.fail('no second one')
  const second = await cli('record', 'latest', 'a', ...into, ...why, '--patient', '2', '--map', map)
  expect(second.exitCode).toBe(0)
  const both = (await readdir(at('pen drive'))).filter((one) => one !== name)
  expect(both).toHaveLength(1)
  expect(listed).toContain(both[0]?.replace('Prontuário de ', '') ?? '?')

  expect(await filesBelow(vault())).toEqual(before)
  expect(await readdir(at('passageiro'))).toEqual([])
})
