import { checkVault, readUnderLock } from '#engine/vault/index.ts'
import { formatBytes, formatCount } from '#shared/units/index.ts'
import type { Command } from '../context.ts'
import { readSubset } from '../read-subset.ts'

/** Checks the vault: structure always, every byte with --read-data, a part of the packs with --read-data-subset. */
export const check: Command = async (context) => {
  const { language, output, signal, values } = context
  const subset = values.text('read-data-subset')
  const choosePacks = subset === undefined ? undefined : readSubset(subset)
  const readData = values.isOn('read-data') || choosePacks !== undefined
  const report = await context.withVault((vault) =>
    readUnderLock(vault, signal, (stop) =>
      checkVault(vault, {
        readData,
        ...(choosePacks && { choosePacks }),
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
  const bytes = formatBytes(counts.readBytes, language)
  if (choosePacks) output.say('checkedPart', { bytes })
  else if (readData) output.say('checkedData', { bytes })
  else output.say('checkedNoData')
  return 'done'
}
