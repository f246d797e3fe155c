import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'

const ROOT = path.join(import.meta.dirname, '..', '..')
const BUNDLER = path.join(ROOT, 'build', 'scripts', 'bundle-cli.mjs')
/** Within the project, where the bundle finds the native package that stays outside it, as one that is installed does. */
const program = path.join(ROOT, '.cache', `empacotado é ${process.pid}`)
const place = mkdtempSync(path.join(tmpdir(), 'Clínica empacotada '))
const vault = path.join(place, 'cofre')

beforeAll(() => {
  execFileSync(process.execPath, [BUNDLER, program])
})
afterAll(() => {
  for (const folder of [program, place]) rmSync(folder, { recursive: true, force: true })
})

function cli(...args: string[]): string {
  const { status, stdout, stderr } = run(...args)
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return stdout
}

function run(...args: string[]) {
  return spawnSync(process.execPath, [path.join(program, 'salvaguarda.mjs'), ...args], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: place, LANG: 'pt_BR.UTF-8', TMPDIR: place, RESTIC_PASSWORD: 'três tigres' },
  })
}

test('the bundled command line keeps and brings back folders and a database, threads included', () => {
  const source = path.join(place, 'Fotos')
  mkdirSync(source)
  // more than what is done without threads
  const photos = Array.from({ length: 6 }, () => randomBytes(3_000_000))
  for (const [at, photo] of photos.entries()) writeFileSync(path.join(source, `foto ${at}.jpg`), photo)
  const file = path.join(place, 'clínica.db')
  const database = new Database(file)
  database.exec("CREATE TABLE pacientes (nome TEXT); INSERT INTO pacientes VALUES ('Ana')")
  database.close()

  cli('init', '--vault', vault, '--quiet')
  cli('backup', source, `sqlite:${file}`, '--vault', vault, '--quiet')
  cli('restore', 'latest', '--target', path.join(place, 'volta'), '--vault', vault, '--quiet')
  for (const [at, photo] of photos.entries())
    expect(readFileSync(path.join(place, 'volta', source, `foto ${at}.jpg`)).equals(photo)).toBe(true)
  const back = new Database(path.join(place, 'volta', file), { readonly: true })
  expect(back.prepare('SELECT nome FROM pacientes').all()).toEqual([{ nome: 'Ana' }])
  back.close()
  cli('check', '--read-data', '--vault', vault, '--quiet')
})

test('no thread that the engine starts by its file name is missing in the builds', () => {
  const engine = path.join(ROOT, 'electron', 'engine')
  const started = readdirSync(engine, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .flatMap((file) => [...readFileSync(path.join(engine, file), 'utf8').matchAll(/new URL\(`\.\/([\w-]+)\.\$/g)])
    .map(([, name]) => name)
  expect(started.length).toBeGreaterThan(0)
  for (const name of started) expect(readdirSync(program)).toContain(`${name}.mjs`)
})

test('the bundled command line knows its version and says what is wrong in words', () => {
  const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'))
  expect(cli('--version').trim()).toBe(version)
  expect(cli('--help')).toContain('backup')
  const missing = run('snapshots', '--vault', path.join(place, 'nada'))
  expect(missing.status).not.toBe(0)
  expect(missing.stderr).toContain('(DEST_101)')
})
