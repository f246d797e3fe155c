import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { CopyId } from '#shared/domain/index.ts'
import { inspectClinicDatabase } from '../fixtures/clinic/index.ts'
import { type Peer, peers, resticPath } from '../peers.ts'
import { compareTrees } from './compare-trees.ts'
import { DemoProblem } from './problems.ts'
import { openRestic } from './restic.ts'
import { requireWhole, type Stage } from './stages.ts'

export type Copies = { readonly first: CopyId; readonly second: CopyId }

/** The stock restics on this machine, oldest first. */
export function resticPeers(): readonly { readonly peer: Peer; readonly binary: string }[] {
  return peers.flatMap((peer) => {
    try {
      return [{ peer, binary: resticPath(peer) }]
    } catch {
      return []
    }
  })
}

/**
 * Lets a stranger judge the vault: stock restic reads every byte, restores the newest copy, which must equal the clinic's folder as it is now,
 * and takes the database out of the copy that was made while the front desk wrote.
 */
export async function askRestic(stage: Stage, binary: string, kitWords: readonly string[], copies: Copies) {
  const { clinic, places } = stage
  const work = path.join(places.folder, 'restic')
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  const restic = openRestic(binary, places.vault, kitWords.join(' '))
  const version = (await restic.run('version')).split(' ').slice(0, 2).join(' ')

  const checkStartedMs = performance.now()
  const verdict = await restic.run('check', '--read-data')
  const checkMs = Math.round(performance.now() - checkStartedMs)
  if (!verdict.includes('no errors were found')) throw new DemoProblem('DEMO_RESTIC_FAILED', verdict.slice(-1_000))

  const target = path.join(work, 'recuperado')
  const restoreStartedMs = performance.now()
  await restic.run('restore', copies.second, '--target', target)
  const restoreMs = Math.round(performance.now() - restoreStartedMs)
  const database = path.relative(clinic.root, clinic.databasePath)
  // Junk, and what SQLite keeps beside an open database: its content is in the copy of the database already.
  const leftOut = new Set([...clinic.junkPaths, `${database}-wal`, `${database}-shm`])
  const compared = compareTrees(clinic.root, path.join(target, clinic.root), {
    leftOut: (name) => leftOut.has(name),
    // The copy of a database is equal in rows, not in bytes; opening the original touches its folder.
    unsettled: (name) => name === path.dirname(database) || name === database,
  })
  if (compared.differences.length > 0)
    throw new DemoProblem('DEMO_BYTES_DIFFER', compared.differences.slice(0, 20).join('\n'))

  const now = inspectClinicDatabase(clinic.databasePath)
  const restored = requireWhole(inspectClinicDatabase(path.join(target, clinic.databasePath)))
  if (JSON.stringify(restored.counts) !== JSON.stringify(now.counts))
    throw new DemoProblem('DEMO_BYTES_DIFFER', `rows: ${JSON.stringify(restored.counts)} ${JSON.stringify(now.counts)}`)

  const dumped = path.join(work, 'primeira cópia.db')
  await restic.dump(copies.first, clinic.databasePath, dumped)
  const whileWriting = requireWhole(inspectClinicDatabase(dumped))
  rmSync(work, { recursive: true, force: true })
  return {
    version,
    checkMs,
    restoreMs,
    verdict: 'no errors were found',
    restoredFiles: compared.files,
    restoredBytes: compared.bytes,
    databaseAppointments: whileWriting.counts.atendimentos,
    databaseInvariantHolds: whileWriting.invariantHolds,
  }
}
