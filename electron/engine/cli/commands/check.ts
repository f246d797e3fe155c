import { checkVault, readUnderLock } from '#engine/vault/index.ts'
import { formatBytes, formatCount } from '#shared/units/index.ts'
import type { Command } from '../context.ts'

/** Checks the vault: structure always, every byte with --read-data. */
export const check: Command = async (context) => {
  const { language, output, signal, values } = context
  const readData = values.isOn('read-data')
  const report = await context.withVault((vault) =>
    readUnderLock(vault, signal, (stop) =>
      checkVault(vault, {
        readData,
        signal: stop,
        onProgress: ({ doneBytes, totalBytes }) => output.progress(doneBytes, totalBytes),
      }),
    ),
  )
  const { problems, ...counts } = report
  if (output.isJson) output.json({ message_type: 'summary', ...counts, num_errors: problems.length, problems })
  else for (const problem of problems) output.note('problem', problem)
  if (problems.length > 0) {
    output.note('problems', { count: formatCount(problems.length, language) })
    return 'problems'
  }
  output.say('checked', {
    snapshots: formatCount(counts.snapshots, language),
    packs: formatCount(counts.packs, language),
    blobs: formatCount(counts.blobs, language),
  })
  if (readData) output.say('checkedData', { bytes: formatBytes(counts.readBytes, language) })
  else output.say('checkedNoData')
  return 'done'
}
