import type { Catalog } from '#engine/catalog/index.ts'
import type { Vault } from '#engine/vault/index.ts'

/** Makes the catalogue know which copies lie in a vault right now. */
export async function noteHoldings(catalog: Catalog, vault: Vault): Promise<void> {
  const names = (await vault.backend.list('snapshot')).map(({ name }) => name)
  catalog.replaceHoldings(vault.config.id, names)
}
