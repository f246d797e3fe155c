import { createStore, type StoreApi } from 'zustand/vanilla'

export type RouteStore = StoreApi<{ readonly screen: string }> & { goTo(screen: string): void }

/** Where the person is. In memory only: the window always opens on Início. */
export function createRoute(first: string): RouteStore {
  const store = createStore<{ readonly screen: string }>(() => ({ screen: first }))
  return Object.assign(store, { goTo: (screen: string) => store.setState({ screen }) })
}
