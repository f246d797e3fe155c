import { expect, it } from 'vitest'
import type { DatabaseFinding } from '#shared/domain/index.ts'
import { draftOf, needsPassword, pathsIn, serverOf, serverWords, withKind } from './draft.ts'

const found: DatabaseFinding = {
  kind: 'postgresql',
  evidence: 'program',
  isRunning: true,
  host: 'localhost',
  port: 5433,
  toolsFolder: 'C:\\Program Files\\e-SUS\\database\\bin',
  product: 'e-SUS PEC',
  instance: null,
}

it('a found database lacks only its name and its user', () => {
  const draft = draftOf(found)
  expect(serverOf(draft)).toBeNull()
  expect(serverOf({ ...draft, database: ' esus ', user: 'salvaguarda' })).toEqual({
    kind: 'postgresql',
    host: 'localhost',
    port: 5433,
    database: 'esus',
    user: 'salvaguarda',
    secretRef: 'none',
    toolsFolder: found.toolsFolder,
  })
})

it('each kind asks for what its server needs', () => {
  const firebird = {
    ...withKind(draftOf(), 'firebird'),
    database: 'C:\\Dados\\Clinica.fdb',
    user: 'SALVA',
    role: 'RDB$ADMIN',
  }
  expect(serverOf(firebird)).toMatchObject({ kind: 'firebird', port: 3050, role: 'RDB$ADMIN' })
  expect(serverOf({ ...firebird, kind: 'mariadb' })).not.toHaveProperty('role')
  const microsoft = { ...withKind(draftOf(), 'sql-server'), database: 'Clinica' }
  expect(serverOf(microsoft)).toBeNull()
  expect(needsPassword(microsoft)).toBe(false)
  expect(serverOf({ ...microsoft, stagingFolder: 'C:\\Passagem' })).toMatchObject({ login: { kind: 'windows' } })
  expect(serverOf({ ...microsoft, stagingFolder: 'C:\\Passagem', login: 'password' })).toBeNull()
})

it.each(['', '0', '70000', 'abc', '54.5'])('port %o is none', (port) => {
  expect(serverOf({ ...draftOf(), port, database: 'a', user: 'b' })).toBeNull()
})

it('is named by the last part of a path', () => {
  const server = serverOf({ ...withKind(draftOf(), 'firebird'), database: 'C:\\Dados\\Clinica.fdb', user: 'a' })
  expect(server && serverWords(server)).toEqual({ name: 'Clinica.fdb', host: 'localhost' })
})

it('a path is a line, each once', () => {
  expect(pathsIn('C:\\Sistema\\conf\n\n  C:\\cert.pfx \nC:\\cert.pfx')).toEqual(['C:\\Sistema\\conf', 'C:\\cert.pfx'])
})
