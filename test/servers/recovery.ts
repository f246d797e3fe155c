import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type ConnectorContext, swapFor } from '#engine/connectors/index.ts'
import type { DatabaseServer } from '#shared/domain/index.ts'
import { KeptDump } from './kept-dump.ts'
import type { TestServer } from './server.ts'

/** What every kind of server promises when a database comes back, against the real one, with the clinic's program at work. */
export function comesBack<S extends DatabaseServer>(server: () => TestServer<S>): void {
  it('comes back under a client that holds a connection, in one step, and goes back the same way', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'volta é '))
    try {
      const { createClinic, connector, secrets, asAdmin, fingerprint, invariant, sql, write } = server()
      const context: ConnectorContext = { secrets, temporaryFolder: folder, busyTimeoutMs: 5000 }
      const source = await createClinic('volta', 300)
      const live = asAdmin(source)
      const swap = swapFor(live)
      const kept = new KeptDump()
      await connector.dump(source, context, kept.sink)
      const before = await fingerprint(live)
      await sql(live, "update paciente set nome = 'Zoé' where id = 7; commit;".replace(COMMIT[source.kind] ?? '', ''))
      const after = await fingerprint(live)
      expect(after).not.toBe(before)

      const { fresh, aside } = await swap.beside(live, '20261122_074000', context)
      const trio = { live, incoming: fresh, outgoing: aside }
      const untilMs = Date.UTC(2020, 0, 10)
      const report = await swap.restore(kept, { fresh, live }, untilMs, context)
      expect(report.rows).toBeGreaterThan(900)
      // Consultations stand every hour from 2020 on: the newest that is not after the bound.
      expect(report.newestAtMs).toBeGreaterThan(untilMs - 25 * 3_600_000)
      expect(report.newestAtMs).toBeLessThanOrEqual(untilMs)
      expect(await swap.newestEntry(live, untilMs, context)).toBe(report.newestAtMs)
      expect(await fingerprint(live)).toBe(after)

      await using program = write(live)
      await program.reach(40)
      await swap.requireReady(trio, context)
      await swap.swap(trio, context)
      await program.kill()
      // What the program wrote is whole in one of the two: nothing of it was torn apart.
      const [now, kept2] = [await invariant(live), await invariant(aside)]
      expect(now.evolucao).toBe(now.atendimento)
      expect(kept2.evolucao).toBe(kept2.atendimento)
      expect(kept2.controle).toBe(kept2.atendimento)
      expect(kept2.atendimento).toBeGreaterThan(300)
      expect(await swap.isThere(fresh, context)).toBe(false)
      // Again does nothing, as after a crash.
      await swap.swap(trio, context)
      // The copy's own user finds its way as before.
      const again = new KeptDump()
      await connector.dump(source, context, again.sink)

      await swap.swap({ live, incoming: aside, outgoing: fresh }, context)
      expect((await invariant(live)).atendimento).toBe(kept2.atendimento)
      expect((await sql(live, NAME_OF_7[source.kind] ?? '')).trim()).toContain('Zoé')
      await expect(swap.swap({ live, incoming: fresh, outgoing: aside }, context)).resolves.toBeUndefined()
      expect((await sql(live, NAME_OF_7[source.kind] ?? '')).trim()).not.toContain('Zoé')
      // As the copy is, to the last view and procedure.
      expect(await fingerprint(live)).toBe(before)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
}

const COMMIT: Record<string, string> = { postgresql: ' commit;' }
const NAME = 'select nome from paciente where id = 7'
const NAME_OF_7: Record<string, string> = { postgresql: NAME, mariadb: NAME, firebird: `${NAME};` }
