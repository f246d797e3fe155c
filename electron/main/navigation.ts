import type { Screen } from '#shared/contracts/index.ts'

export type Navigation = {
  goTo(screen: Screen): void
  /** Told the last wish that no page has seen yet, then every new one. Returns its stop function. */
  follow(listener: (wish: { screen: Screen }) => void): () => void
}

/** Where the window should go, said by whoever is not in it; a page that is still opening hears it when it listens. */
export function openNavigation(): Navigation {
  const listeners = new Set<(wish: { screen: Screen }) => void>()
  let unseen: Screen | undefined
  return {
    goTo: (screen) => {
      unseen = listeners.size === 0 ? screen : undefined
      for (const listener of listeners) listener({ screen })
    },
    follow: (listener) => {
      listeners.add(listener)
      if (unseen) listener({ screen: unseen })
      unseen = undefined
      return () => listeners.delete(listener)
    },
  }
}
