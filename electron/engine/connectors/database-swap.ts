import type { DatabaseSource } from '#shared/domain/index.ts'
import type { ConnectorContext, RestoreReport, StoredDump } from './database-connector.ts'

/** The database that the clinic works in, the one that is to take its place, and the name under which what stood there is kept. */
export type SwapTrio<S extends DatabaseSource = DatabaseSource> = {
  readonly live: S
  readonly incoming: S
  readonly outgoing: S
}

/**
 * Brings one kind of database back: beside the live one first, then into its place in one step.
 *
 * Failures as `DatabaseConnector`, and DB_115 while a program holds the database and cannot be made to let go, DB_116 where the server's
 * files cannot be reached from this computer. A failure before the step leaves everything as it was.
 */
export interface DatabaseSwap<S extends DatabaseSource = DatabaseSource> {
  /** Names beside the live one, where one step can exchange them. `tag` tells recoveries apart: letters, digits and `_` only. */
  beside(live: S, tag: string, context: ConnectorContext): Promise<{ readonly fresh: S; readonly aside: S }>
  /** Whether a database of this name holds anything. */
  isThere(database: S, context: ConnectorContext): Promise<boolean>
  /**
   * Makes `fresh` from a kept dump, opens it, walks all of it, counts it against the dump's list, and finds its newest entry that is not
   * after `untilMs`. Refuses a name that exists; leaves nothing behind where it fails.
   */
  restore(
    dump: StoredDump,
    names: { readonly fresh: S; readonly live: S },
    untilMs: number,
    context: ConnectorContext,
  ): Promise<RestoreReport & { readonly newestAtMs: number | null }>
  /**
   * The newest moment in any date column of any table that is not after `untilMs`; null where there is none. Appointments lie in the
   * future, so the moment of the copy is the bound. Reads only.
   */
  newestEntry(database: S, untilMs: number, context: ConnectorContext): Promise<number | null>
  /** Throws what would keep `swap` from being done, as far as it can be known before. Changes nothing. */
  requireReady(trio: SwapTrio<S>, context: ConnectorContext): Promise<void>
  /**
   * The step: what is live gets the outgoing name, what comes in is live. A live one that is gone is no hindrance. Where a crash can
   * leave it half done, doing it again ends it.
   */
  swap(trio: SwapTrio<S>, context: ConnectorContext): Promise<void>
  /** Removes a restored one that was never live. Never anything else. */
  drop(fresh: S, context: ConnectorContext): Promise<void>
}
