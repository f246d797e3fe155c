import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Computer, EngineHealth, Preferences, Screen, UpdateState } from '#shared/contracts/index.ts'
import type { Clients } from '../client/clients.ts'

export type ShellKnown = {
  /** Null until main has answered: nothing is drawn in a wrong language or colour first. */
  readonly preferences: Preferences | null
  readonly engineHealth: EngineHealth
  readonly update: UpdateState
  /** Undefined until main has answered. */
  readonly computer: Computer | undefined
}
export type ShellStore = StoreApi<ShellKnown> & {
  prefer(change: Partial<Preferences>): void
  /** Resolves when main has stored it. */
  changeComputer(change: Partial<Computer>): Promise<void>
}

const FALLBACK: Preferences = { language: 'pt-BR', theme: 'system', textPercent: 100 }

/** Keeps what main knows: how the person likes the window, how the engine's process is, where a notice wants the window to go. */
export function followShell(
  { shell, onShell }: Pick<Clients, 'shell' | 'onShell'>,
  onGoTo: (wish: { screen: Screen }) => void,
): ShellStore {
  const store = createStore<ShellKnown>(() => ({
    preferences: null,
    engineHealth: { kind: 'running' },
    update: { kind: 'off', why: 'not-installed' },
    computer: undefined,
  }))
  let stop = () => {}
  onShell(() => {
    stop()
    shell.preferences({}).then(
      (preferences) => store.setState({ preferences }),
      () => store.setState((known) => ({ preferences: known.preferences ?? FALLBACK })),
    )
    shell.computer({}).then(
      (computer) => store.setState({ computer }),
      () => {},
    )
    const stopHealth = shell.engineHealth({}, (engineHealth) => store.setState({ engineHealth }))
    const stopUpdates = shell.updates({}, (update) => store.setState({ update }))
    const stopGoTo = shell.goTo({}, onGoTo)
    stop = () => {
      stopHealth()
      stopUpdates()
      stopGoTo()
    }
  })
  return Object.assign(store, {
    async changeComputer(change: Partial<Computer>) {
      store.setState({ computer: await shell.setComputer(change) })
    },
    prefer(change: Partial<Preferences>) {
      const preferences = { ...(store.getState().preferences ?? FALLBACK), ...change }
      store.setState({ preferences })
      // Where it cannot be stored it still holds for this window.
      shell.setPreferences(preferences).catch(() => {})
    },
  })
}
