import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { applyRestore, planRestore } from '#engine/restore/index.ts'
import { type CopyEntry, pickFiles } from '#engine/snapshot/index.ts'
import type { Snapshot } from '#engine/vault/index.ts'
import { fail } from '#shared/errors/index.ts'
import { copyBefore, newestCopy, randomCopy } from './choose-copy.ts'
import { isAsRecorded } from './compare.ts'
import { judgePicture } from './pictures.ts'
import { judgeSignature } from './signed-pdf.ts'
import { type Brought, type Done, takenAtMs, type Work, type WorkParts } from './work.ts'

const YEAR_MS = 365 * 86_400_000
/** Enough to meet every kind of document, few enough for an hour. */
const SAMPLE = 25

/** One file by chance, from years ago where there is one. */
export const bringFile: Work = (parts) => {
  const snapshot = randomCopy(parts)
  return bring(parts, snapshot, { count: 1, olderThanMs: parts.nowMs - YEAR_MS })
}
/** Many files of the newest copy. */
export const bringSample: Work = (parts) => bring(parts, newestCopy(parts), { count: SAMPLE })
/** Many files of a copy from before today. */
export const bringBefore: Work = (parts) => bring(parts, copyBefore(parts), { count: SAMPLE })

/** Throws VAULT_111 for a copy without files, and what reading the vault throws. */
async function bring(
  parts: WorkParts,
  snapshot: Snapshot,
  wanted: { readonly count: number; readonly olderThanMs?: number },
): Promise<Done> {
  const { vault, sandbox, maySee, random, signal, onProgress } = parts
  const picked = await pickFiles(vault, snapshot, { ...wanted, maySee, random, signal })
  if (picked.length === 0) fail('VAULT_111')
  const include = picked.map((entry) => entry.path)
  const request = { snapshot, include, targetFolder: sandbox, layout: 'flat', onConflict: 'rename' } as const
  const plan = await planRestore(vault, request, { signal })
  const { landed } = await applyRestore(vault, plan, {
    signal,
    onProgress: ({ doneBytes, totalBytes }) => onProgress(doneBytes, totalBytes),
  })
  return judge(parts, snapshot, picked, landed)
}

async function judge(
  { vault, signal }: WorkParts,
  snapshot: Snapshot,
  picked: readonly CopyEntry[],
  landed: readonly string[],
): Promise<Done> {
  const counts = { files: 0, bytes: 0, different: 0, unreadable: 0 }
  const seen = { pictures: 0, brokenPictures: 0, signed: 0, signedMatching: 0 }
  const brought: Brought[] = []
  for (const [at, { node, path: there }] of picked.entries()) {
    const file = landed[at] ?? ''
    const found = await stat(file).catch(() => undefined)
    if (!found?.isFile()) {
      counts.unreadable++
      continue
    }
    counts.files++
    counts.bytes += found.size
    if (!(await isAsRecorded(vault, node, file, signal))) counts.different++
    const name = path.posix.basename(there)
    const bytes = await readFile(file)
    const picture = judgePicture(name, bytes)
    brought.push({ name, path: there, file, bytes: found.size, isPicture: picture !== 'none' })
    if (picture !== 'none') seen.pictures++
    if (picture === 'broken') seen.brokenPictures++
    const signature = /\.pdf$/i.test(name) ? judgeSignature(bytes) : 'none'
    if (signature !== 'none') seen.signed++
    if (signature === 'matching') seen.signedMatching++
  }
  return { finding: { kind: 'files', takenAtMs: takenAtMs(snapshot), ...counts, ...seen }, brought }
}
