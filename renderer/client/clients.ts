import { engineContract, type PortRole, shellContract } from '#shared/contracts/index.ts'
import { AppError } from '#shared/errors/index.ts'
import { type Client, type Contract, connect, type Port } from '#shared/wire/index.ts'

export type EngineClient = Client<typeof engineContract>
export type ShellClient = Client<typeof shellContract>
type Anything = (...input: unknown[]) => unknown

export type Clients = {
  readonly engine: EngineClient
  readonly shell: ShellClient
  /** Told now and whenever another engine answers; feeds must be asked for again then. Returns its stop function. */
  onEngine(listener: () => void): () => void
  onShell(listener: () => void): () => void
}

/**
 * Joins the window to whoever answers: one object a contract that lives as long as the page, whatever port stands behind it.
 *
 * Where no port stands behind it calls reject with IPC_002. A new port of a role ends the work of the former one with IPC_002.
 */
export function createClients(listen: (onPort: (role: PortRole, port: Port) => void) => () => void): Clients {
  const engine = lasting(engineContract)
  const shell = lasting(shellContract)
  listen((role, port) => (role === 'engine' ? engine : shell).replace(port))
  return { engine: engine.client, shell: shell.client, onEngine: engine.onReplaced, onShell: shell.onReplaced }
}

function lasting<C extends Contract>(contract: C) {
  let current: Record<string, unknown> | undefined
  let hangUp = () => {}
  const listeners = new Set<() => void>()
  const client: Record<string, unknown> = {}
  for (const [name, spec] of Object.entries(contract)) {
    client[name] = (...input: unknown[]) => {
      if (current) return (current[name] as Anything)(...input)
      const away = new AppError('IPC_002')
      if (spec.kind === 'call') return Promise.reject(away)
      const onEnd = input[2] as ((error: AppError) => void) | undefined
      onEnd?.(away)
      return () => {}
    }
  }
  return {
    client: client as Client<C>,
    replace(port: Port) {
      hangUp()
      const closing: (() => void)[] = []
      const watched: Port = {
        ...port,
        onClose(listener) {
          closing.push(listener)
          port.onClose(listener)
        },
      }
      current = connect(watched, contract) as Record<string, unknown>
      // A port whose other end died may never say so; a new port says it for it.
      hangUp = () => {
        for (const end of closing) end()
        port.close()
      }
      for (const listener of listeners) listener()
    },
    onReplaced(listener: () => void) {
      listeners.add(listener)
      if (current) listener()
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
