import { isAppError, type WireError } from '../errors/index.ts'
import type { Contract, Handlers, Port } from './define.ts'
import { type ToClient, toServer } from './wire.ts'

const BAD_REQUEST: WireError = { code: 'IPC_001', params: {} }
const CANCELLED: WireError = { code: 'APP_001', params: {} }
const UNEXPECTED: WireError = { code: 'APP_000', params: {} }

/**
 * Answers one contract on one port. Unknown names, bad inputs and a number used twice are refused, never dispatched.
 *
 * What a handler throws reaches the caller as a code only; anything that is not ours goes to `onUnexpected` and leaves as APP_000.
 * When the port goes away, running calls are aborted and feeds stopped.
 */
export function serve<C extends Contract>(
  port: Port,
  contract: C,
  handlers: Handlers<C>,
  onUnexpected: (name: string, error: unknown) => void,
): void {
  const running = new Map<number, AbortController>()
  const feeds = new Map<number, () => void>()
  let isClosed = false
  const send = (message: ToClient) => {
    if (!isClosed) port.post(message)
  }
  // SECURITY: Object.hasOwn, so that 'constructor' or '__proto__' can never be a method name.
  const specOf = (name: string) => (Object.hasOwn(contract, name) ? contract[name] : undefined)

  function wireErrorOf(name: string, error: unknown): WireError {
    if (isAppError(error)) return error.wire
    onUnexpected(name, error)
    return UNEXPECTED
  }

  async function answer(id: number, name: string, input: unknown): Promise<void> {
    const spec = specOf(name)
    const parsed = spec?.kind === 'call' ? spec.input.safeParse(input) : undefined
    if (spec?.kind !== 'call' || !parsed?.success || running.has(id)) return send({ t: 'err', id, error: BAD_REQUEST })
    const stop = new AbortController()
    running.set(id, stop)
    try {
      const handler = handlers[name] as (input: unknown, signal: AbortSignal) => Promise<unknown>
      send({ t: 'ok', id, value: spec.output.parse(await handler(parsed.data, stop.signal)) })
    } catch (error) {
      const isCancelled = stop.signal.aborted && !isAppError(error)
      send({ t: 'err', id, error: isCancelled ? CANCELLED : wireErrorOf(name, error) })
    } finally {
      running.delete(id)
    }
  }

  function subscribe(id: number, name: string, input: unknown): void {
    const spec = specOf(name)
    const parsed = spec?.kind === 'feed' ? spec.input.safeParse(input) : undefined
    if (spec?.kind !== 'feed' || !parsed?.success || feeds.has(id)) {
      send({ t: 'err', id, error: BAD_REQUEST })
      return
    }
    const handler = handlers[name] as (input: unknown, emit: (event: unknown) => void) => () => void
    try {
      const stop = handler(parsed.data, (event) => send({ t: 'event', id, value: spec.event.parse(event) }))
      feeds.set(id, stop)
    } catch (error) {
      send({ t: 'err', id, error: wireErrorOf(name, error) })
    }
  }

  port.onMessage((raw) => {
    const message = toServer.safeParse(raw)
    if (!message.success) return
    const m = message.data
    switch (m.t) {
      case 'call':
        void answer(m.id, m.name, m.input)
        return
      case 'cancel':
        running.get(m.id)?.abort()
        return
      case 'sub':
        subscribe(m.id, m.name, m.input)
        return
      case 'unsub':
        feeds.get(m.id)?.()
        feeds.delete(m.id)
        return
    }
  })
  port.onClose(() => {
    isClosed = true
    for (const stop of running.values()) stop.abort()
    for (const stop of feeds.values()) stop()
    feeds.clear()
  })
  port.start()
}
