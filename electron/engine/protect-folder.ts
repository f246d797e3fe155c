import { stat } from 'node:fs/promises'
import type { Random } from '#engine/kernel/index.ts'
import type { Session } from '#engine/session/index.ts'
import { contains } from '#engine/setup/index.ts'
import { type Category, type NewSource, pathsOf, type SourceId, sourceIdSchema } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'

export type ProtectFolderParts = {
  readonly session: Session
  readonly random: Random
  /** What is protected has changed. */
  readonly sourcesChanged: () => Promise<void>
}
export type FolderToProtect = {
  readonly path: string
  readonly label: string
  readonly category: Category | null
}

/** Throws SET_101, and SET_104 for a folder that copies lie in, or that lies in one. */
export function requireNoVaultIn(session: Session, folder: string): void {
  const { vault, replicas } = session.requireSettings()
  const places = [vault, ...replicas].flatMap(({ place }) => (place.kind === 'local' ? [place.path] : []))
  if (places.some((place) => contains(place, folder) || contains(folder, place))) fail('SET_104')
}

/** Protects one more folder from now on; one that is protected already stays as it is. Throws SET_101, SET_104, SRC_101. */
export async function protectFolder(
  { session, random, sourcesChanged }: ProtectFolderParts,
  { path, label, category }: FolderToProtect,
): Promise<SourceId> {
  requireNoVaultIn(session, path)
  const known = session.requireSettings().sources.find((source) => holdsFolder(source, path))
  if (known) return known.id
  const facts = await stat(path).catch(() => undefined)
  if (!facts?.isDirectory()) fail('SRC_101')
  const id = sourceIdSchema.parse(random.uuid())
  await session.changeSettings((settings) => ({
    ...settings,
    sources: [...settings.sources, { id, kind: 'folder', path, label, ...(category && { category }) }],
  }))
  await sourcesChanged()
  return id
}

const holdsFolder = (source: NewSource, folder: string): boolean =>
  source.kind !== 'sqlite' && pathsOf(source).some((path) => contains(path, folder))
