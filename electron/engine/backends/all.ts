import type { Backend } from './backend.ts'
import { localBackend } from './local/index.ts'

/** Where a vault lives, as it is written down in settings: one member a kind of destination. */
export type BackendLocation = { readonly kind: 'local'; readonly path: string }

type Openers = { readonly [K in BackendLocation['kind']]: (location: Extract<BackendLocation, { kind: K }>) => Backend }

/** One line a kind of destination; the folder of the same name holds it. */
export const backendKinds: Openers = {
  local: (location) => localBackend(location.path),
}

/** The backend of a written-down place. Touches nothing yet: the first call on it does. */
export function openBackend(location: BackendLocation): Backend {
  return backendKinds[location.kind](location)
}
