import type { StoredDump } from '../database-connector.ts'
import { type DumpManifest, readManifest } from '../manifest.ts'
import { requireSameBytes, type StreamCheck } from './proven-stream.ts'

/** Reads every part of a kept dump through and compares it with its manifest. Throws DB_104 for a dump that is cut or changed, DB_110 for a manifest that is none. */
export async function readWholeDump(
  dump: StoredDump,
  engine: DumpManifest['engine'],
  signal: AbortSignal | undefined,
  check?: StreamCheck,
): Promise<DumpManifest> {
  const manifest = await readManifest(dump, engine)
  for (const file of manifest.files) await requireSameBytes(dump.open(file.name), file, check, signal)
  return manifest
}
