import { z } from 'zod'
import type { SnapshotDocument } from '../types.ts'
import { readJson } from './document.ts'
import { encodeGoJson } from './json.ts'
import { idSchema, orAbsent, timestampSchema, u32Schema } from './schemas.ts'
import { isCanonicalTimestamp } from './time.ts'

const count = z.int().min(0).default(0)
const when = timestampSchema.default('0001-01-01T00:00:00Z')
const summarySchema = z.object({
  backup_start: when,
  backup_end: when,
  files_new: count,
  files_changed: count,
  files_unmodified: count,
  dirs_new: count,
  dirs_changed: count,
  dirs_unmodified: count,
  data_blobs: count,
  tree_blobs: count,
  data_added: count,
  data_added_packed: count,
  total_files_processed: count,
  total_bytes_processed: count,
})
const strings = z.array(z.string())
const snapshotSchema = z.object({
  time: orAbsent(timestampSchema),
  parent: orAbsent(idSchema),
  tree: idSchema,
  paths: orAbsent(strings),
  hostname: orAbsent(z.string()),
  username: orAbsent(z.string()),
  uid: orAbsent(u32Schema),
  gid: orAbsent(u32Schema),
  excludes: orAbsent(strings),
  tags: orAbsent(strings),
  original: orAbsent(idSchema),
  program_version: orAbsent(z.string()),
  summary: orAbsent(summarySchema),
})

/** Reads a snapshot (restic-format 7); undefined for one that restic could not use either. */
export function decodeSnapshot(json: string): SnapshotDocument | undefined {
  const read = readJson(snapshotSchema, json)
  if (!read) return undefined
  const { time = '0001-01-01T00:00:00Z', paths = [], tree, ...optional } = read
  const present = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined))
  return { time, tree, paths, ...present }
}

/**
 * The JSON of a snapshot, byte for byte as restic writes it: fixed order, empty members left out.
 *
 * Throws TypeError for a time that is not canonical.
 */
export function encodeSnapshot(document: SnapshotDocument): string {
  const { summary } = document
  for (const time of [document.time, summary?.backup_start, summary?.backup_end])
    if (time !== undefined && !isCanonicalTimestamp(time)) throw new TypeError('a snapshot needs canonical times')
  return encodeGoJson({
    time: document.time,
    parent: document.parent,
    tree: document.tree,
    paths: document.paths,
    hostname: document.hostname || undefined,
    username: document.username || undefined,
    uid: document.uid || undefined,
    gid: document.gid || undefined,
    excludes: document.excludes?.length ? document.excludes : undefined,
    tags: document.tags?.length ? document.tags : undefined,
    original: document.original,
    program_version: document.program_version || undefined,
    summary: summary && {
      backup_start: summary.backup_start,
      backup_end: summary.backup_end,
      files_new: summary.files_new,
      files_changed: summary.files_changed,
      files_unmodified: summary.files_unmodified,
      dirs_new: summary.dirs_new,
      dirs_changed: summary.dirs_changed,
      dirs_unmodified: summary.dirs_unmodified,
      data_blobs: summary.data_blobs,
      tree_blobs: summary.tree_blobs,
      data_added: summary.data_added,
      data_added_packed: summary.data_added_packed,
      total_files_processed: summary.total_files_processed,
      total_bytes_processed: summary.total_bytes_processed,
    },
  })
}
