import path from 'node:path'
import { applyRestore, planRestore } from '#engine/restore/index.ts'
import { fail } from '#shared/errors/index.ts'
import { formatBytes, formatCount, formatDuration } from '#shared/units/index.ts'
import { chooseCopy } from '../choose-copies.ts'
import type { Command } from '../context.ts'
import { visible } from '../entry-line.ts'

/** Brings a copy, or parts of it, back below a folder. Nothing that stands there is replaced unless --overwrite says so. */
export const restore: Command = async (context) => {
  const { clock, language, output, signal, values } = context
  const targetFolder = path.resolve(values.text('target') ?? fail('APP_002', { detail: '--target' }))
  const startedAtMs = clock.nowMs()
  const outcome = await context.withVault(async (vault) => {
    const snapshot = await chooseCopy(values, vault, context.word(0, 'CÓPIA'))
    const plan = await planRestore(
      vault,
      {
        snapshot,
        include: values.texts('include'),
        targetFolder,
        layout: 'full-path',
        onConflict: values.isOn('overwrite') ? 'overwrite' : 'rename',
      },
      { signal },
    )
    return applyRestore(vault, plan, {
      signal,
      onProgress: ({ doneBytes, totalBytes }) => output.progress(doneBytes, totalBytes),
    })
  })
  const durationMs = clock.nowMs() - startedAtMs
  for (const skip of outcome.skips) output.note('notRecovered', { path: visible(skip.path), code: skip.code })
  if (output.isJson)
    output.json({
      message_type: 'summary',
      files_restored: outcome.files,
      bytes_restored: outcome.bytes,
      seconds_elapsed: durationMs / 1000,
      skips: outcome.skips.length,
    })
  output.say('recovered', {
    files: formatCount(outcome.files, language),
    bytes: formatBytes(outcome.bytes, language),
    time: formatDuration(durationMs, language),
  })
  return outcome.skips.length > 0 ? 'done-with-skips' : 'done'
}
