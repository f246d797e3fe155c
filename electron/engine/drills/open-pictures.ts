import { readFile } from 'node:fs/promises'
import { imageTypeOf, isShowable } from '#engine/preview/index.ts'
import type { DrillPicture } from '#shared/contracts/index.ts'
import type { DrillRecord, DrillStep, DrillStepId } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { Brought } from './works/work.ts'

/** As many as a drill brings in one step are opened in seconds; more bytes than this would be felt by whoever works beside it. */
const MOST_PICTURES = 12
const MOST_BYTES = 64 * 1024 * 1024

export type Seen = { readonly at: number; readonly width: number; readonly height: number }

/** Pictures that came back, as they lie on the disk now, of the kinds that a window draws. Throws DRILL_102 for another step than the last. */
export async function offeredOf(
  record: DrillRecord,
  stepId: DrillStepId,
  brought: readonly Brought[],
): Promise<DrillPicture[]> {
  lastWithPictures(record, stepId)
  const offered: DrillPicture[] = []
  let left = MOST_BYTES
  for (const [at, { file, bytes: size, isPicture }] of brought.entries()) {
    if (!isPicture || size > left || offered.length === MOST_PICTURES) continue
    const bytes = new Uint8Array(await readFile(file).catch(() => new Uint8Array()))
    const type = drawnType(bytes)
    if (!type) continue
    left -= bytes.length
    offered.push({ at, type, bytes })
  }
  return offered
}

/** The record's steps with what a window saw. Without a size a picture did not open. */
export function withSeen(record: DrillRecord, stepId: DrillStepId, seen: readonly Seen[]): DrillStep[] {
  const { pictures } = lastWithPictures(record, stepId)
  const sizes = [...new Map(seen.map(({ at, width, height }) => [at, width * height])).values()].slice(0, pictures)
  const opened = {
    pictures: sizes.filter((points) => points > 0).length,
    broken: sizes.filter((points) => points === 0).length,
    left: pictures - sizes.length,
    points: sizes.reduce((sum, points) => sum + points, 0),
  }
  return record.steps.map((step) =>
    step.id === stepId && step.finding?.kind === 'files' ? { ...step, finding: { ...step.finding, opened } } : step,
  )
}

function lastWithPictures({ steps }: DrillRecord, stepId: DrillStepId) {
  const last = steps.findLast(({ finding }) => finding !== null)
  return last?.id === stepId && last.finding?.kind === 'files' ? last.finding : fail('DRILL_102')
}

/** AVIF is drawn, too, but only here: ISO 14496-12, file type box. */
function drawnType(bytes: Uint8Array): DrillPicture['type'] | undefined {
  const type = imageTypeOf(bytes)
  if (type) return isShowable(type, bytes) ? type : undefined
  const head = Buffer.from(bytes.subarray(4, 12)).toString('latin1')
  return head === 'ftypavif' || head === 'ftypavis' ? 'image/avif' : undefined
}
