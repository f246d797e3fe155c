import { join } from 'node:path'
import { systemClock } from '#engine/kernel/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { DumpOptions, DumpSink } from '../database-connector.ts'
import { type DumpManifest, encodeManifest, MANIFEST_NAME } from '../manifest.ts'
import { partName } from '../tools/part-name.ts'
import { makePrivateFolder, removeFolder } from '../tools/private-folder.ts'
import { onePart, provenStream, sinkMeasured } from '../tools/proven-stream.ts'
import { startTool } from '../tools/run-tool.ts'
import { codeOfFirebird } from './failure.ts'
import { type GbakLog, readGbakLog } from './gbak-log.ts'
import { askFirebird, type FirebirdSource, firebirdEnvironment, firebirdTool, gbakVersion, wayTo } from './tools.ts'

/**
 * gbak reads one snapshot and writes it to its output, leaving old row versions alone (-g), so that the clinic's program is not slowed.
 * Its log counts the rows of that same snapshot; Firebird 3 lets nobody else look at it, so there are no checksums by table.
 */
export async function dumpFirebird(
  source: FirebirdSource,
  options: DumpOptions,
  sink: DumpSink,
): Promise<DumpManifest> {
  const program = await firebirdTool(source, 'gbak')
  const toolVersion = await gbakVersion(program)
  const [serverVersion = '', encoding = ''] = await askFirebird(source, options, [
    "select rdb$get_context('SYSTEM', 'ENGINE_VERSION') from rdb$database",
    "select coalesce(rdb$character_set_name, 'NONE') from rdb$database",
  ])
  if (Number.parseInt(toolVersion, 10) < Number.parseInt(serverVersion, 10)) fail('DB_108')
  const folder = await makePrivateFolder(options.temporaryFolder)
  try {
    const takenAtMs = (options.clock ?? systemClock).nowMs()
    const logPath = join(folder, 'gbak.log')
    const role = source.role === undefined ? [] : ['-role', source.role]
    const run = startTool({
      program,
      args: ['-b', '-g', '-v', '-y', logPath, ...role, wayTo(source), 'stdout'],
      env: await firebirdEnvironment(source, options),
      signal: options.signal,
      clock: options.clock,
      idleTimeoutMs: options.idleTimeoutMs,
    })
    let log: GbakLog = { tables: [], finishedBytes: undefined, complaints: '', made: [] }
    let bytes = 0
    const file = await sinkMeasured(sink, {
      name: partName(source.database, '.fbk'),
      bytes: provenStream(run, {
        check: {
          take: (block) => {
            bytes += block.length
          },
          isWhole: () => log.finishedBytes === bytes,
        },
        onEnded: async () => {
          log = await readGbakLog(logPath)
        },
        codeOfComplaints: (complaints) => codeOfBreak(`${complaints}\n${log.complaints}`, bytes),
        lastGoodBytes: options.lastGoodBytes,
        signal: options.signal,
      }),
    })
    const manifest: DumpManifest = {
      version: 1,
      engine: 'firebird',
      serverVersion,
      toolVersion,
      database: source.database,
      encoding,
      takenAtMs,
      files: [file],
      tables: [...log.tables],
      routines: null,
    }
    await sink({ name: MANIFEST_NAME, bytes: onePart(encodeManifest(manifest)) })
    return manifest
  } finally {
    await removeFolder(folder)
  }
}

/** A server that was there a moment ago and is not any more broke the dump off. */
function codeOfBreak(complaints: string, bytes: number): ReturnType<typeof codeOfFirebird> {
  const code = codeOfFirebird(complaints)
  return bytes > 0 && (code === 'DB_106' || code === 'DB_101') ? 'DB_104' : code
}
