import { APP_ORIGIN, CONNECT, PORT, type PortRole } from '#shared/contracts/hand-over.ts'
import type { Port } from '#shared/wire/index.ts'
import { domPort } from './dom-port.ts'

/**
 * Asks for the window's ports and tells each one that arrives: `shell` once, `engine` now and again after each restart of the engine.
 * A new port of a role replaces the former one, which is closed by then. Call it once, when the page starts; returns its stop function.
 */
export function onPorts(listener: (role: PortRole, port: Port) => void): () => void {
  const take = (event: MessageEvent<unknown>) => {
    // SECURITY: only our own preload speaks as this window with this origin; frames and openers cannot.
    if (event.source !== window || event.origin !== APP_ORIGIN) return
    const role = roleOf(event.data)
    const port = event.ports[0]
    if (role && port) listener(role, domPort(port))
  }
  window.addEventListener('message', take)
  window.postMessage({ kind: CONNECT }, APP_ORIGIN)
  return () => window.removeEventListener('message', take)
}

function roleOf(message: unknown): PortRole | undefined {
  if (typeof message !== 'object' || message === null || !('kind' in message) || !('role' in message)) return undefined
  if (message.kind !== PORT) return undefined
  return message.role === 'engine' || message.role === 'shell' ? message.role : undefined
}
