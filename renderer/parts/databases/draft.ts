import { type DatabaseFinding, type DatabaseServer, databaseServerSchema, NO_SECRET_YET } from '#shared/domain/index.ts'

export type ServerKind = DatabaseServer['kind']
export const serverKinds: readonly ServerKind[] = ['postgresql', 'mariadb', 'firebird', 'sql-server']
const USUAL_PORTS = { postgresql: '5432', mariadb: '3306', firebird: '3050', 'sql-server': '1433' } as const

/** What a person has typed of a database so far. */
export type Draft = {
  readonly kind: ServerKind
  readonly host: string
  readonly port: string
  readonly database: string
  readonly user: string
  readonly role: string
  readonly toolsFolder: string
  readonly instance: string
  readonly login: 'windows' | 'password'
  readonly stagingFolder: string
}

/** Filled with what was found, or with what is usual. */
export function draftOf(found?: DatabaseFinding): Draft {
  const kind = found?.kind ?? 'postgresql'
  return {
    ...withKind(EMPTY, kind),
    ...(found && { host: found.host, port: String(found.port) }),
    toolsFolder: found?.toolsFolder ?? '',
    instance: found?.instance ?? EMPTY.instance,
  }
}

/** Another kind listens somewhere else. */
export const withKind = (draft: Draft, kind: ServerKind): Draft => ({ ...draft, kind, port: USUAL_PORTS[kind] })

const EMPTY: Draft = {
  kind: 'postgresql',
  host: 'localhost',
  port: '',
  database: '',
  user: '',
  role: '',
  toolsFolder: '',
  instance: '.\\SQLEXPRESS',
  login: 'windows',
  stagingFolder: '',
}

/** The database a draft means; null while something is missing. */
export function serverOf(draft: Draft): DatabaseServer | null {
  const text = (value: string) => value.trim()
  const optional = (name: 'toolsFolder' | 'role') => (text(draft[name]) === '' ? {} : { [name]: text(draft[name]) })
  const { kind } = draft
  const [database, user] = [text(draft.database), text(draft.user)]
  const login = draft.login === 'windows' ? { kind: 'windows' } : { kind: 'password', user, secretRef: NO_SECRET_YET }
  const wanted =
    kind === 'sql-server'
      ? { kind, instance: text(draft.instance), database, login, stagingFolder: text(draft.stagingFolder) }
      : { kind, host: text(draft.host), port: Number(draft.port), database, user, secretRef: NO_SECRET_YET }
  const parsed = databaseServerSchema.safeParse({
    ...wanted,
    ...optional('toolsFolder'),
    ...(kind === 'firebird' && optional('role')),
  })
  return parsed.data ?? null
}

export const needsPassword = ({ kind, login }: Draft): boolean => kind !== 'sql-server' || login === 'password'

/** Where a database is, for a sentence: its own name and its server's. A path names it by its last part. */
export function serverWords(server: DatabaseServer): { readonly name: string; readonly host: string } {
  const name = server.database.split(/[\\/]/).at(-1) || server.database
  return { name, host: server.kind === 'sql-server' ? server.instance : server.host }
}

/** Lines of a field as paths, each once. */
export const pathsIn = (lines: string): string[] => [...new Set(lines.split('\n').flatMap((line) => line.trim() || []))]
