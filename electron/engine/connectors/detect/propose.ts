import { posix, win32 } from 'node:path'
import type { DatabaseKind } from '#shared/domain/index.ts'
import type { Machine } from './machine.ts'
import { splitCommand } from './services.ts'

/** "Encontramos o banco do seu sistema": a server that a person may confirm. Nothing is asked of it and no password is tried. */
export type DatabaseProposal = {
  readonly kind: Exclude<DatabaseKind, 'sqlite'>
  /** How it was found: a program or service is certain, an open port is a guess. */
  readonly evidence: 'service' | 'program' | 'port'
  readonly isRunning: boolean
  readonly host: string
  readonly port: number
  /** Where its own tools lie: they are of its version. */
  readonly toolsFolder: string | undefined
  /** The system it belongs to, where that shows. */
  readonly product: string | undefined
  /** SQL Server: how sqlcmd names it. */
  readonly instance: string | undefined
}

type Engine = {
  readonly kind: DatabaseProposal['kind']
  readonly program: RegExp
  readonly usualPorts: readonly number[]
  /** What makes its dumps. SQL Server's client never lies beside its server. */
  readonly tools: readonly string[]
}

const ENGINES: readonly Engine[] = [
  // The second port is that of e-SUS PEC.
  { kind: 'postgresql', program: /^(postgres|postmaster|pg_ctl)$/i, usualPorts: [5432, 5433], tools: ['pg_dump'] },
  {
    kind: 'mariadb',
    program: /^(mariadbd|mysqld|mysqld-nt)$/i,
    usualPorts: [3306],
    tools: ['mariadb-dump', 'mysqldump'],
  },
  { kind: 'firebird', program: /^(firebird|fbserver|fb_inet_server|fbguard)$/i, usualPorts: [3050], tools: ['gbak'] },
  { kind: 'sql-server', program: /^sqlservr$/i, usualPorts: [1433], tools: [] },
]
const PRODUCTS: readonly (readonly [RegExp, string])[] = [
  [/[\\/]e-SUS[\\/]/i, 'e-SUS PEC'],
  [/[\\/]OpenDental/i, 'Open Dental'],
  [/[\\/]Genesis[\\/]Medicine/i, 'Medicine Dream'],
  [/[\\/]Dental Soft/i, 'Dental Soft'],
]

type Found = {
  readonly engine: Engine
  readonly evidence: 'service' | 'program'
  readonly name: string
  readonly path: string
  readonly args: readonly string[]
  readonly isRunning: boolean
}

/** Every database server of this computer that can be told from its programs, services and ports. Each once. */
export async function proposeDatabases(machine: Machine): Promise<readonly DatabaseProposal[]> {
  const names = machine.platform === 'win32' ? win32 : posix
  const services = (await machine.services()).flatMap(({ name, command, isRunning }) => {
    const [path = '', ...args] = splitCommand(command)
    return { evidence: 'service' as const, name, path, args, isRunning }
  })
  const programs = (await machine.programs()).map(({ path, args }) => {
    return { evidence: 'program' as const, name: '', path, args, isRunning: true }
  })
  const found = [...services, ...programs].flatMap((entry): Found[] => {
    const program = names.basename(entry.path.replace(/ \(deleted\)$/, '')).replace(/\.exe$/i, '')
    const engine = ENGINES.find((candidate) => candidate.program.test(program))
    return engine ? [{ ...entry, engine }] : []
  })
  const proposals = new Map<string, DatabaseProposal>()
  for (const entry of found) {
    // A server's helpers run under its own name, without saying where it listens.
    const proposal = await proposalOf(entry, machine, names)
    const key = `${proposal.kind} ${proposal.instance ?? proposal.port}`
    if (!proposals.has(key)) proposals.set(key, proposal)
  }
  for (const { kind, usualPorts } of ENGINES)
    for (const port of usualPorts) {
      if ([...proposals.values()].some((proposal) => proposal.port === port) || !(await machine.listens(port))) continue
      proposals.set(`${kind} ${port}`, { ...guess(kind, port), evidence: 'port' })
    }
  return [...proposals.values()]
}

const guess = (kind: DatabaseProposal['kind'], port: number): Omit<DatabaseProposal, 'evidence'> => ({
  kind,
  isRunning: true,
  host: 'localhost',
  port,
  toolsFolder: undefined,
  product: undefined,
  instance: kind === 'sql-server' ? `tcp:localhost,${port}` : undefined,
})

async function proposalOf(found: Found, machine: Machine, names: typeof posix): Promise<DatabaseProposal> {
  const { engine, path, args, evidence, isRunning } = found
  const base = guess(engine.kind, (await portOf(found, machine, names)) ?? engine.usualPorts[0] ?? 0)
  return {
    ...base,
    evidence,
    isRunning,
    toolsFolder: names.isAbsolute(path) ? await toolsBeside(names.dirname(path), engine, machine, names) : undefined,
    product: PRODUCTS.find(([pattern]) => pattern.test([path, ...args].join(' ')))?.[1],
    instance: engine.kind === 'sql-server' ? instanceOf(found.name, args) : undefined,
  }
}

/** The server's own folder, if its tools really are there. Linux keeps them apart, on the PATH. */
async function toolsBeside(
  folder: string,
  { tools }: Engine,
  machine: Machine,
  names: typeof posix,
): Promise<string | undefined> {
  const ending = machine.platform === 'win32' ? '.exe' : ''
  for (const tool of tools) if (await machine.isFile(names.join(folder, tool + ending))) return folder
  return undefined
}

/** `MSSQL$SQLEXPRESS` and `-sSQLEXPRESS` are `.\SQLEXPRESS`; the unnamed one is `.`. */
function instanceOf(service: string, args: readonly string[]): string {
  const name = /^MSSQL\$(.+)$/i.exec(service)?.[1] ?? args.find((arg) => /^-s./.test(arg))?.slice(2)
  return name === undefined || /^MSSQLSERVER$/i.test(name) ? '.' : `.\\${name}`
}

async function portOf({ engine, args }: Found, machine: Machine, names: typeof posix): Promise<number | undefined> {
  const direct = argument(args, ['--port', '-p', '-P'])
  if (direct !== undefined && /^\d+$/.test(direct)) return Number(direct)
  if (engine.kind === 'postgresql') {
    const data = argument(args, ['-D', '--pgdata'])
    if (data === undefined) return undefined
    // The fourth line is the port, while the server runs.
    const running = (await machine.readText(names.join(data, 'postmaster.pid')))?.split(/\r?\n/)[3]
    const settings = await machine.readText(names.join(data, 'postgresql.conf'))
    return numberIn(running) ?? numberIn(/^\s*port\s*=\s*(\d+)/m.exec(settings ?? '')?.[1])
  }
  if (engine.kind === 'mariadb') {
    const file = argument(args, ['--defaults-file'])
    const settings = file === undefined ? undefined : await machine.readText(file)
    return numberIn(/^\[mysqld\][^[]*?^\s*port\s*=\s*(\d+)/ms.exec(settings ?? '')?.[1])
  }
  return undefined
}

const numberIn = (text: string | undefined) => (text && /^\d+$/.test(text.trim()) ? Number(text) : undefined)

/** `--port=3307`, `--port 3307`, `-p 3307`. */
function argument(args: readonly string[], options: readonly string[]): string | undefined {
  for (const [at, arg] of args.entries())
    for (const option of options) {
      if (arg === option) return args[at + 1]
      if (arg.startsWith(`${option}=`)) return arg.slice(option.length + 1)
    }
  return undefined
}
