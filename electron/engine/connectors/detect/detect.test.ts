import { expect, it } from 'vitest'
import type { Machine } from './machine.ts'
import { fileDatabaseOf } from './magic.ts'
import { proposeDatabases } from './propose.ts'
import { parseServices, splitCommand } from './services.ts'

const quiet: Machine = {
  platform: 'win32',
  programs: async () => [],
  services: async () => [],
  listens: async () => false,
  isFile: async (path) => /(pg_dump|gbak|mysqldump)(\.exe)?$/.test(path),
  readText: async () => undefined,
}

/** As ConvertTo-Json prints Win32_Service on a computer with everything. */
const SERVICES = JSON.stringify([
  { Name: 'Spooler', PathName: 'C:\\WINDOWS\\System32\\spoolsv.exe', State: 'Running' },
  { Name: 'Sem caminho', PathName: null, State: 'Stopped' },
  {
    Name: 'e-SUS-AB-PostgreSQL',
    PathName:
      '"C:\\Program Files\\e-SUS\\database\\postgresql-9.6.13-4-windows-x64\\bin\\pg_ctl.exe" runservice -N "e-SUS-AB-PostgreSQL" -D "C:\\Program Files\\e-SUS\\database\\data" -w',
    State: 'Running',
  },
  {
    Name: 'FirebirdServerDefaultInstance',
    PathName: 'C:\\Program Files (x86)\\Firebird\\Firebird_2_5\\bin\\fbserver.exe -s DefaultInstance',
    State: 'Running',
  },
  {
    Name: 'MySQL',
    PathName:
      '"C:\\Program Files\\MariaDB 10.5\\bin\\mysqld.exe" "--defaults-file=C:\\Program Files\\MariaDB 10.5\\data\\my.ini" "MySQL"',
    State: 'Stopped',
  },
  {
    Name: 'MSSQL$SQLEXPRESS',
    PathName: '"C:\\Program Files\\Microsoft SQL Server\\MSSQL15.SQLEXPRESS\\MSSQL\\Binn\\sqlservr.exe" -sSQLEXPRESS',
    State: 'Running',
  },
])

it('proposes every engine that a Windows computer has as a service, each with its port and tools', async () => {
  const files: Record<string, string> = {
    'C:\\Program Files\\e-SUS\\database\\data\\postmaster.pid': '4711\nC:/data\n1\n5433\n\nlocalhost\n',
    'C:\\Program Files\\MariaDB 10.5\\data\\my.ini': '[client]\nport=1\n[mysqld]\ndatadir=x\nport=3307\n[x]\nport=9\n',
  }
  const found = await proposeDatabases({
    ...quiet,
    services: async () => parseServices(SERVICES),
    readText: async (path) => files[path],
  })
  expect(found).toEqual([
    {
      kind: 'postgresql',
      evidence: 'service',
      isRunning: true,
      host: 'localhost',
      port: 5433,
      toolsFolder: 'C:\\Program Files\\e-SUS\\database\\postgresql-9.6.13-4-windows-x64\\bin',
      product: 'e-SUS PEC',
      instance: undefined,
    },
    expect.objectContaining({
      kind: 'firebird',
      port: 3050,
      toolsFolder: 'C:\\Program Files (x86)\\Firebird\\Firebird_2_5\\bin',
    }),
    expect.objectContaining({ kind: 'mariadb', port: 3307, isRunning: false }),
    expect.objectContaining({ kind: 'sql-server', instance: '.\\SQLEXPRESS', toolsFolder: undefined }),
  ])
})

it('guesses from an open port, once, and says that it is a guess', async () => {
  const found = await proposeDatabases({ ...quiet, listens: async (port) => port === 3050 })
  expect(found).toEqual([expect.objectContaining({ kind: 'firebird', evidence: 'port', port: 3050 })])
})

it('tells one server once, however many programs it runs', async () => {
  const worker = { path: '/usr/lib/postgresql/15/bin/postgres', args: ['-D', '/dados'] }
  const found = await proposeDatabases({
    ...quiet,
    platform: 'linux',
    programs: async () => [worker, worker, { path: '/usr/bin/bash', args: ['postgres'] }],
    readText: async (path) => (path === '/dados/postmaster.pid' ? '1\n/dados\n1\n5555\n' : undefined),
  })
  expect(found).toEqual([
    expect.objectContaining({ evidence: 'program', port: 5555, toolsFolder: '/usr/lib/postgresql/15/bin' }),
  ])
})

it('survives what PowerShell prints when it fails, and one service alone', () => {
  expect(parseServices('Get-CimInstance : Acesso negado')).toEqual([])
  expect(parseServices('')).toEqual([])
  expect(parseServices('{"Name":"a","PathName":"b.exe","State":"Running"}')).toHaveLength(1)
  expect(splitCommand('C:\\Program Files\\x y\\z.exe -a "b c"')).toEqual(['C:\\Program Files\\x y\\z.exe', '-a', 'b c'])
})

it('names databases by their first bytes', () => {
  const head = (text: string) => Buffer.concat([Buffer.from(text, 'latin1'), Buffer.alloc(64)])
  expect(fileDatabaseOf(head('SQLite format 3\0'))).toBe('sqlite')
  expect(fileDatabaseOf(head('\0\x01\0\0Standard Jet DB\0'))).toBe('access')
  expect(fileDatabaseOf(head('\0\x01\0\0Standard ACE DB\0'))).toBe('access')
  expect(fileDatabaseOf(head('%PDF-1.7'))).toBeUndefined()
  expect(fileDatabaseOf(Buffer.alloc(64))).toBeUndefined()
  const dbase = Buffer.alloc(64)
  dbase.set([0x03, 126, 11, 22])
  dbase.writeUInt16LE(32 * 3 + 1, 8)
  dbase.writeUInt16LE(40, 10)
  expect(fileDatabaseOf(dbase)).toBe('dbase')
})
