import { createStore, type StoreApi } from 'zustand/vanilla'
import type { EngineHealth, Preferences } from '#shared/contracts/index.ts'
import type { Clients } from '../client/clients.ts'

export type ShellKnown = {
  /** Null until main has answered: nothing is drawn in a wrong language or colour first. */
  readonly preferences: Preferences | null
  readonly engineHealth: EngineHealth
}
export type ShellStore = StoreApi<ShellKnown> & { prefer(change: Partial<Preferences>): void }

const FALLBACK: Preferences = { language: 'pt-BR', theme: 'system', textPercent: 100 }

/** Keeps how the person likes the window, and how the engine's process is. A change shows at once and is stored by main. */
export function followShell({ shell, onShell }: Pick<Clients, 'shell' | 'onShell'>): ShellStore {
  const store = createStore<ShellKnown>(() => ({ preferences: null, engineHealth: { kind: 'running' } }))
  let stop = () => {}
  onShell(() => {
    stop()
    shell.preferences({}).then(
      (preferences) => store.setState({ preferences }),
      () => store.setState((known) => ({ preferences: known.preferences ?? FALLBACK })),
    )
    stop = shell.engineHealth({}, (engineHealth) => store.setState({ engineHealth }))
  })
  return Object.assign(store, {
    prefer(change: Partial<Preferences>) {
      const preferences = { ...(store.getState().preferences ?? FALLBACK), ...change }
      store.setState({ preferences })
      // Where it cannot be stored it still holds for this window.
      shell.setPreferences(preferences).catch(() => {})
    },
  })
}
