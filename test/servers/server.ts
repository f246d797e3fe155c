import type { ConnectorContext, DatabaseConnector } from '#engine/connectors/index.ts'
import type { DatabaseServer } from '#shared/domain/index.ts'
import type { Writer } from './process.ts'

/** In every consistent moment the three are equal. */
export type Invariant = { readonly atendimento: number; readonly evolucao: number; readonly controle: number }

/** A real server of one kind, as the contract's tests need it. */
export type TestServer<S extends DatabaseServer = DatabaseServer> = {
  readonly connector: DatabaseConnector<S>
  readonly secrets: ConnectorContext['secrets']
  /** Words that must never be seen in a command line or a log. */
  readonly passwords: readonly string[]
  /** Makes the sample clinic with `patients` patients and as many consultations. Resolves to how the copy's own user reaches it. */
  createClinic(name: string, patients: number): Promise<S>
  /** The same database, as the technician who restores reaches it; another name makes it a scratch one. */
  asAdmin(source: S, name?: string): S
  scratchName(n: number): string
  /** What the processes list shows of the dump tool. */
  readonly toolName: string
  /** Two dumps of an unchanged database are equal to the byte. */
  readonly isRepeatable: boolean
  /** All rows of a database as one text, made by other means than the connector's. */
  fingerprint(source: S): Promise<string>
  /** A database of this server that does not exist. */
  missing(source: S): S
  invariant(source: S): Promise<Invariant>
  /** SQL as the server's master. */
  sql(source: S, text: string): Promise<string>
  write(source: S): Writer
  /** Keeps the database open as the clinic's program does. Undefined where that makes no difference. */
  attend?(source: S): Promise<AsyncDisposable>
  /** Holds the table of patients against every reader until it is let go. */
  lock(source: S): Promise<{ release(): Promise<void> }>
  /** Ends every connection of the dump tool, as a network that breaks. */
  cutConnections(source: S): Promise<void>
  halt(): Promise<void>
  resume(): Promise<void>
  stop(): Promise<void>
}

/** pt-BR text with every kind of sign a dump has to escape. */
export const note = (n: number): string =>
  `Retorno nº ${n}: dor à palpação, "aspas", 'apóstrofo', barra \\ e ponto-e-vírgula; COPY x FROM stdin;\n\\.\n\tfim ção`
