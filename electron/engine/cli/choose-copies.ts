import path from 'node:path'
import type { Snapshot, Vault } from '#engine/vault/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { Values } from './options.ts'

/** The copies that --host, --tag and --path leave, in the order given. */
export function filterCopies(values: Values, copies: readonly Snapshot[]): readonly Snapshot[] {
  const host = values.text('host')
  const tags = values.texts('tag').flatMap((tag) => tag.split(','))
  const paths = values.texts('path').map((place) => path.resolve(place))
  return copies
    .filter((copy) => host === undefined || copy.hostname === host)
    .filter((copy) => tags.every((tag) => copy.tags?.includes(tag)))
    .filter((copy) => paths.every((place) => copy.paths.includes(place)))
}

/** One copy by its id, or `latest` of those the filters leave. Throws VAULT_109. */
export async function chooseCopy(values: Values, vault: Vault, named: string): Promise<Snapshot> {
  if (named !== 'latest') return vault.findSnapshot(named)
  const [newest] = filterCopies(values, await vault.listSnapshots())
  return newest ?? fail('VAULT_109')
}
