import type { Catalog } from '#engine/catalog/index.ts'
import type { Tablets } from '#engine/tablets/index.ts'
import type { tabletCalls } from '#shared/contracts/index.ts'
import { dictionaries } from '#shared/i18n/index.ts'
import type { Handlers } from '#shared/wire/index.ts'
import { type ProtectFolderParts, protectFolder, requireNoVaultIn } from './protect-folder.ts'

type Parts = ProtectFolderParts & { readonly tablets: Tablets }

/** What the manager decides about tablets and phones. */
export const tabletHandlers = (parts: Parts): Handlers<typeof tabletCalls> => {
  const { tablets } = parts
  const shown = async (work: Promise<void>) => {
    await work
    return tablets.view()
  }
  return {
    tabletView: async () => tablets.view(),
    async turnOnTablets({ inboxPath }) {
      requireNoVaultIn(parts.session, inboxPath)
      await tablets.turnOn(inboxPath)
      const label = dictionaries['pt-BR'].tablets.screen.sourceLabel
      await protectFolder(parts, { path: inboxPath, label, category: 'images' })
      return tablets.view()
    },
    turnOffTablets: () => shown(tablets.turnOff()),
    beginPairing: async () => tablets.beginPairing(),
    revokeTablet: ({ tabletId }) => shown(tablets.revoke(tabletId)),
    setTabletPolicy: (policy) => shown(tablets.setPolicy(policy)),
  }
}

/** When a file with a word of its own in its name was first in a copy. */
export function firstCopyOf(catalog: Catalog, word: string): number | undefined {
  const [found] = catalog.searchFiles(word, 1)
  if (!found) return undefined
  return Math.min(...catalog.listVersions(found.fileKey).map(({ firstCopyAtMs }) => firstCopyAtMs))
}
