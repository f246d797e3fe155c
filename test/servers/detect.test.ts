import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { expect, it, onTestFinished } from 'vitest'
import { connectorFor, fileDatabaseOf, MAGIC_BYTES, proposeDatabases, thisMachine } from '#engine/connectors/index.ts'
import { startFirebird } from './firebird.ts'
import { startMaria } from './mariadb.ts'
import { startPostgres } from './postgresql.ts'

it('finds the servers that run on this computer by their programs, with their ports', async () => {
  const servers = [await startPostgres(), await startMaria(), await startFirebird()] as const
  onTestFinished(async () => {
    for (const server of servers) await server.stop()
  })
  const found = await proposeDatabases(thisMachine)
  for (const server of servers) {
    const source = await server.createClinic('clinica', 10)
    const proposal = found.find(({ port }) => port === source.port)
    expect(proposal).toMatchObject({ kind: source.kind, evidence: 'program', isRunning: true })
    // Taken as proposed, its tools are found.
    const context = { secrets: server.secrets, temporaryFolder: tmpdir() }
    const proposed = { ...source, ...(proposal?.toolsFolder && { toolsFolder: proposal.toolsFolder }) }
    expect((await connectorFor(proposed).changed(proposed, undefined, context)).kind).toBe('unknown')
    if (source.kind !== 'firebird') continue
    const file = await open(source.database)
    const { buffer } = await file.read(Buffer.alloc(MAGIC_BYTES), 0, MAGIC_BYTES, 0)
    await file.close()
    expect(fileDatabaseOf(buffer)).toBe('firebird')
  }
})
