import type { Catalog } from '#engine/catalog/index.ts'
import type { Random } from '#engine/kernel/index.ts'
import type { Session } from '#engine/session/index.ts'
import { contains } from '#engine/setup/index.ts'
import type { Tablets } from '#engine/tablets/index.ts'
import type { tabletCalls } from '#shared/contracts/index.ts'
import { type NewSource, pathsOf, sourceIdSchema } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { dictionaries } from '#shared/i18n/index.ts'
import type { Handlers } from '#shared/wire/index.ts'

type Parts = {
  readonly tablets: Tablets
  readonly session: Session
  readonly random: Random
  /** What is protected has changed. */
  readonly sourcesChanged: () => Promise<void>
}

/** What the manager decides about tablets and phones. */
export const tabletHandlers = ({ tablets, session, random, sourcesChanged }: Parts): Handlers<typeof tabletCalls> => {
  const shown = async (work: Promise<void>) => {
    await work
    return tablets.view()
  }
  return {
    tabletView: async () => tablets.view(),
    async turnOnTablets({ inboxPath }) {
      const { sources, vault, replicas } = session.requireSettings()
      const places = [vault, ...replicas].flatMap(({ place }) => (place.kind === 'local' ? [place.path] : []))
      if (places.some((place) => contains(place, inboxPath) || contains(inboxPath, place))) fail('SET_104')
      await tablets.turnOn(inboxPath)
      if (!isProtected(sources, inboxPath)) {
        const id = sourceIdSchema.parse(random.uuid())
        const label = dictionaries['pt-BR'].tablets.screen.sourceLabel
        await session.changeSettings((known) => ({
          ...known,
          sources: [...known.sources, { id, kind: 'folder', path: inboxPath, label, category: 'images' }],
        }))
        await sourcesChanged()
      }
      return tablets.view()
    },
    turnOffTablets: () => shown(tablets.turnOff()),
    beginPairing: async () => tablets.beginPairing(),
    revokeTablet: ({ tabletId }) => shown(tablets.revoke(tabletId)),
    setTabletPolicy: (policy) => shown(tablets.setPolicy(policy)),
  }
}

const isProtected = (sources: readonly NewSource[], folder: string): boolean =>
  sources.some((source) => source.kind !== 'sqlite' && pathsOf(source).some((path) => contains(path, folder)))

/** When a file with a word of its own in its name was first in a copy. */
export function firstCopyOf(catalog: Catalog, word: string): number | undefined {
  const [found] = catalog.searchFiles(word, 1)
  if (!found) return undefined
  return Math.min(...catalog.listVersions(found.fileKey).map(({ firstCopyAtMs }) => firstCopyAtMs))
}
