import { createHash } from 'node:crypto'
import { open, readFile, rm, statfs } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { createLimiter } from '#engine/kernel/index.ts'
import type { TabletPolicy } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { putInInbox } from './inbox.ts'
import { type PhotoKind, photoKindOf, SIGNATURE_BYTES } from './photo-kind.ts'
import { stripDetails } from './strip-details.ts'

/** Bigger photos than this no camera of a tablet makes; they are held in memory to be taken apart. */
const MOST_PHOTO_BYTES = 64_000_000
/** SECURITY: taken apart one at a time, so that many at once do not fill the computer's memory. */
const takingApart = createLimiter(1)
/** SECURITY: so much stays free on a disk whatever comes in: a lost tablet must not bring the clinic's computer to a halt. */
export const KEPT_FREE_BYTES = 500_000_000

export type IncomingFile = {
  readonly body: Readable
  /** As the tablet announces it. */
  readonly bytes: number
  /** Lower-case hex, as the tablet computed it. */
  readonly sha256: string
}
export type TakeParts = {
  readonly inbox: string
  /** A file of our own, outside what is protected, for what is still coming in. */
  readonly stage: string
  readonly policy: TabletPolicy
  readonly keptFreeBytes: number
  nameOf(kind: PhotoKind): string
}

/**
 * Takes one file from a tablet and puts it into the inbox; resolves with its name there.
 *
 * What is too large or no photo is refused as early as it shows, before the rest is sent. Throws TAB_102 (neither photo nor PDF),
 * TAB_103 (too large), TAB_105 (no room, or not allowed), TAB_106 (not whole as announced), TAB_108 (details that cannot be taken out). Nothing stays then.
 */
export async function takeFile(incoming: IncomingFile, parts: TakeParts): Promise<string> {
  const { inbox, stage, policy, keptFreeBytes, nameOf } = parts
  if (incoming.bytes > policy.mostBytes) fail('TAB_103', { most: megabytes(policy.mostBytes) })
  for (const folder of [path.dirname(stage), inbox])
    if (await isFull(folder, incoming.bytes + keptFreeBytes)) fail('TAB_105')
  try {
    const kind = await receive(incoming, stage)
    const name = nameOf(kind)
    await putInInbox(inbox, name, await contentOf(kind, stage, incoming.bytes, policy))
    return name
  } finally {
    await rm(stage, { force: true })
  }
}

/** Some network drives say 0 of 0; a folder that is gone is told when it is written to. */
async function isFull(folder: string, neededBytes: number): Promise<boolean> {
  const room = await statfs(folder).catch(() => undefined)
  return room !== undefined && room.blocks > 0 && room.bavail * room.bsize < neededBytes
}

const megabytes = (bytes: number) => Math.floor(bytes / 1_000_000)

async function receive({ body, bytes, sha256 }: IncomingFile, stage: string): Promise<PhotoKind> {
  const hash = createHash('sha256')
  const handle = await open(stage, 'wx', 0o600).catch((cause) => fail('TAB_105', {}, { cause }))
  let head = Buffer.alloc(0)
  let kind: PhotoKind | undefined
  let received = 0
  try {
    for await (const piece of body as AsyncIterable<Buffer>) {
      received += piece.length
      if (received > bytes) fail('TAB_106')
      if (kind === undefined) {
        head = Buffer.concat([head, piece.subarray(0, SIGNATURE_BYTES)])
        kind = photoKindOf(head)
        if (kind === undefined && head.length >= SIGNATURE_BYTES) fail('TAB_102')
      }
      hash.update(piece)
      await handle.write(piece).catch((cause) => fail('TAB_105', {}, { cause }))
    }
  } finally {
    await handle.close()
  }
  if (received !== bytes || hash.digest('hex') !== sha256) fail('TAB_106')
  return kind ?? fail('TAB_102')
}

async function contentOf(kind: PhotoKind, stage: string, bytes: number, policy: TabletPolicy) {
  if (policy.keepsPhotoDetails || kind === 'pdf') return stage
  if (bytes > MOST_PHOTO_BYTES) fail('TAB_103', { most: megabytes(MOST_PHOTO_BYTES) })
  const leave = await takingApart.enter()
  try {
    return stripDetails(kind, await readFile(stage)) ?? fail('TAB_108')
  } finally {
    leave()
  }
}
