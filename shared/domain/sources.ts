import { z } from 'zod'
import { databaseServerSchema } from './databases.ts'
import { categorySchema } from './retention.ts'

export const sourceIdSchema = z.uuid().brand<'SourceId'>()
export type SourceId = z.infer<typeof sourceIdSchema>

const path = z.string().min(1)
const described = {
  /** The clinic's own word for it. */
  label: z.string().min(1).max(80),
  /** What it holds; decides how much of it may be lost. */
  category: categorySchema.optional(),
  /** Who of the clinic answers for it. */
  owner: z.string().trim().min(1).max(60).optional(),
}
/** What the clinic's system needs beside its database (configuration, certificates): folders and files, copied right after the dump. */
export const besideSchema = z.array(path.max(4096)).max(20)

const folder = z.object({ kind: z.literal('folder'), path, ...described })
const sqlite = z.object({ kind: z.literal('sqlite'), path, ...described })
const server = z.object({
  kind: z.literal('server'),
  server: databaseServerSchema,
  beside: besideSchema,
  ...described,
})
const identified = { id: sourceIdSchema }

/** Something to protect from now on. */
export const newSourceSchema = z.discriminatedUnion('kind', [folder, sqlite, server])
export type NewSource = z.infer<typeof newSourceSchema>

/** One thing of the clinic that is protected. Paths are native and absolute. */
export const sourceSchema = z.discriminatedUnion('kind', [
  folder.extend(identified),
  sqlite.extend(identified),
  server.extend(identified),
])
export type Source = z.infer<typeof sourceSchema>
export type ServerSource = Extract<Source, { kind: 'server' }>

/** The places on this computer that are read for it. A database of a server may have none. */
export const pathsOf = (source: NewSource): readonly string[] =>
  source.kind === 'server' ? source.beside : [source.path]

/** What a look into a chosen folder found, before anything is decided. */
export const folderFindingsSchema = z.object({
  path: z.string(),
  files: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
  /** True when counting stopped at a limit: there is more than the numbers say. */
  isPartial: z.boolean(),
  databases: z.array(z.object({ path: z.string(), bytes: z.number().int().nonnegative() })),
})
export type FolderFindings = z.infer<typeof folderFindingsSchema>
