import { type ConnectorContext, connectorFor } from '#engine/connectors/index.ts'
import type { DatabaseServer } from '#shared/domain/index.ts'

/** A tool that says nothing for so long answers nobody who waits at the screen. */
const LONGEST_SILENCE_MS = 30_000

/**
 * Begins a real dump and lets it go at its first bytes: then the tools are there and of the right version, the server answers, the password
 * is right and everything may be read. Throws DB_101 to DB_109.
 */
export async function tryDump(server: DatabaseServer, context: ConnectorContext): Promise<void> {
  const enough = new Error('the trial is over')
  const patient = { idleTimeoutMs: LONGEST_SILENCE_MS, ...context }
  await connectorFor(server)
    .dump(server, patient, async ({ bytes }) => {
      for await (const _ of bytes) throw enough
    })
    .catch((error: unknown) => {
      if (error !== enough) throw error
    })
}
