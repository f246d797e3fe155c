import {
  type ConnectorContext,
  connectorFor,
  type DatabaseProposal,
  type Machine,
  proposeDatabases,
} from '#engine/connectors/index.ts'
import type { Random } from '#engine/kernel/index.ts'
import type { Session } from '#engine/session/index.ts'
import type { Settings } from '#engine/settings/index.ts'
import { serverPlace } from '#engine/snapshot/index.ts'
import type { databaseCalls } from '#shared/contracts/index.ts'
import {
  type DatabaseFinding,
  type DatabaseServer,
  type JobId,
  type ServerSource,
  type SourceId,
  secretRefOf,
  sourceIdSchema,
} from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { Handlers } from '#shared/wire/index.ts'
import type { DatabasePasswords } from './passwords.ts'
import { tryDump } from './try-dump.ts'

export type DatabaseParts = {
  readonly session: Session
  readonly passwords: DatabasePasswords
  readonly context: ConnectorContext
  readonly machine: Machine
  readonly random: Random
  /** Puts a copy of everything on the queue. */
  readonly copy: () => JobId
  /** A person said that its next dump may be small. */
  readonly acceptSmaller: (sourceId: SourceId) => void
}

/** Finding, trying and protecting databases that only their servers may read. */
export function databaseHandlers(parts: DatabaseParts): Handlers<typeof databaseCalls> {
  const { session, passwords, random, copy, context } = parts
  const isKeychainMissing = () => session.settings?.key.kind === 'kit-each-start'
  const change = (sourceId: SourceId, next: (source: ServerSource) => ServerSource) =>
    session.changeSettings((known) => ({
      ...known,
      sources: known.sources.map((source) =>
        source.id === sourceId && source.kind === 'server' ? next(source) : source,
      ),
    }))
  return {
    findDatabases: async () => {
      const known = serversOf(session.settings)
      const found = await proposeDatabases(parts.machine)
      return found.filter((proposal) => !known.some((server) => isSame(server, proposal))).map(findingOf)
    },
    async tryDatabase({ server, password }, signal) {
      const tried = password === null ? server : withSecret(server, passwords.hold(password))
      // SECURITY: a password that is kept goes to the server it was typed for and to no other.
      if (password === null && secretRefOf(server) !== undefined) fail('DB_107')
      await tryDump(tried, { ...context, signal })
      return { server: tried }
    },
    async addDatabase({ label, server, beside }) {
      const settings = session.requireSettings()
      const place = serverPlace(server)
      if (serversOf(settings).some((known) => serverPlace(known) === place)) fail('DB_113')
      await passwords.keep(server, isKeychainMissing())
      const sourceId = sourceIdSchema.parse(random.uuid())
      const source: ServerSource = { kind: 'server', id: sourceId, label, server, beside }
      await session.changeSettings((known) => ({ ...known, sources: [...known.sources, source] }))
      return { sourceId, jobId: copy() }
    },
    async changeDatabasePassword({ sourceId, password }, signal) {
      const { server } = requireServer(session, sourceId)
      const secretRef = secretRefOf(server) ?? fail('DB_107')
      await tryDump(withSecret(server, passwords.hold(password)), { ...context, signal })
      await passwords.replace(secretRef, password, isKeychainMissing())
      copy()
      return {}
    },
    async setBeside({ sourceId, beside }) {
      requireServer(session, sourceId)
      await change(sourceId, (source) => ({ ...source, beside }))
      return {}
    },
    async acceptSmaller({ sourceId }) {
      requireServer(session, sourceId)
      parts.acceptSmaller(sourceId)
      return { jobId: copy() }
    },
    databaseScript: async ({ server }) => connectorFor(server).userScript(server) ?? null,
  }
}

const serversOf = (settings: Settings | undefined): readonly DatabaseServer[] =>
  (settings?.sources ?? []).flatMap((source) => (source.kind === 'server' ? [source.server] : []))

function requireServer(session: Session, sourceId: SourceId): ServerSource {
  const source = session.requireSettings().sources.find(({ id }) => id === sourceId)
  return source?.kind === 'server' ? source : fail('DB_105')
}

function withSecret(server: DatabaseServer, secretRef: string): DatabaseServer {
  if (server.kind !== 'sql-server') return { ...server, secretRef }
  return server.login.kind === 'windows' ? server : { ...server, login: { ...server.login, secretRef } }
}

const OWN_NAMES = ['localhost', '127.0.0.1', '::1']

function isSame(server: DatabaseServer, found: DatabaseProposal): boolean {
  if (server.kind !== found.kind) return false
  if (server.kind === 'sql-server') return server.instance.toLowerCase() === found.instance?.toLowerCase()
  return server.port === found.port && OWN_NAMES.includes(server.host.toLowerCase())
}

const findingOf = ({ toolsFolder, product, instance, ...found }: DatabaseProposal): DatabaseFinding => ({
  ...found,
  toolsFolder: toolsFolder ?? null,
  product: product ?? null,
  instance: instance ?? null,
})
