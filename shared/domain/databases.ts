import { z } from 'zod'

const text = z.string().min(1).max(500)
const port = z.number().int().min(1).max(65_535)
/** Under which name the keychain holds the password. The password itself is in no setting, command line or log. */
const secretRef = z.string().min(1).max(100)

const server = {
  host: text,
  port,
  user: text,
  secretRef,
  /** Where the database's own tools lie (pg_dump, gbak …) when they are not on the PATH: beside the server's program, as a rule. */
  toolsFolder: text.optional(),
}

/** A database that its server alone may read: it is asked for a dump. */
export const databaseServerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('postgresql'), ...server, database: text }),
  /** MariaDB and MySQL. */
  z.object({ kind: z.literal('mariadb'), ...server, database: text }),
  /** `database` is a path on the server, or an alias of one. */
  z.object({ kind: z.literal('firebird'), ...server, database: text, role: text.optional() }),
  z.object({
    kind: z.literal('sql-server'),
    /** As sqlcmd takes it: `.\SQLEXPRESS`, `(localdb)\MSSQLLocalDB`, `tcp:10.0.0.2,1433`. */
    instance: text,
    database: text,
    login: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('windows') }),
      z.object({ kind: z.literal('password'), user: text, secretRef }),
    ]),
    /** A folder on this computer that the server's own account may write to. */
    stagingFolder: text,
    toolsFolder: text.optional(),
  }),
])
export type DatabaseServer = z.infer<typeof databaseServerSchema>

/** Any live database of the clinic. `path` is native and absolute. */
export const databaseSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sqlite'), path: text }),
  ...databaseServerSchema.options,
])
export type DatabaseSource = z.infer<typeof databaseSourceSchema>
export type DatabaseKind = DatabaseSource['kind']

/** Kinds that nobody has yet seen work against the real server: shown as "ainda não comprovado". */
export const unprovenDatabases: readonly DatabaseKind[] = ['sql-server']

/** In the place of a `secretRef` while nobody has typed a password. */
export const NO_SECRET_YET = 'none'

/** Under which name the keychain holds its password; undefined for one that is entered with the person's own Windows login. */
export function secretRefOf(server: DatabaseServer): string | undefined {
  if (server.kind !== 'sql-server') return server.secretRef
  return server.login.kind === 'password' ? server.login.secretRef : undefined
}

/** "Encontramos o banco do seu sistema": a server that a person may confirm. Nothing was asked of it and no password tried. */
export const databaseFindingSchema = z.object({
  kind: z.enum(['postgresql', 'mariadb', 'firebird', 'sql-server']),
  /** A program or service is certain, an open port is a guess. */
  evidence: z.enum(['service', 'program', 'port']),
  isRunning: z.boolean(),
  host: z.string(),
  port: z.number().int(),
  /** Where its own tools lie. */
  toolsFolder: z.string().nullable(),
  /** The clinic's system it belongs to, where that shows. */
  product: z.string().nullable(),
  /** SQL Server: how its client names it. */
  instance: z.string().nullable(),
})
export type DatabaseFinding = z.infer<typeof databaseFindingSchema>

/** What a technician runs once in the server, so that the copy's user may read everything and change nothing. */
export const databaseScriptSchema = z.object({ language: z.enum(['sql', 'shell']), text: z.string() })
export type DatabaseScript = z.infer<typeof databaseScriptSchema>
