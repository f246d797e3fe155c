import { z } from 'zod'

const folderPlace = z.looseObject({ path: z.string(), id: z.string() })
/** Version 1 knew folders only. */
const versionOne = z.looseObject({
  version: z.literal(1),
  vault: folderPlace,
  replicas: z.array(folderPlace).optional(),
})

/** A settings file of any version in the form of the newest; what is none of an older one comes back as it is, for the schema to judge. */
export function migrated(file: unknown): unknown {
  const old = versionOne.safeParse(file)
  if (!old.success) return file
  const { vault, replicas, ...rest } = old.data
  return { ...rest, version: 2, vault: placed(vault), ...(replicas && { replicas: replicas.map(placed) }) }
}

const placed = ({ path, ...rest }: z.infer<typeof folderPlace>) => ({ ...rest, place: { kind: 'local', path } })
