import { isAppError, type WireError } from '../errors/index.ts'
import type { Contract, Handlers, Port } from './define.ts'
import { type ToClient, toServer } from './wire.ts'

const BAD_REQUEST: WireError = { code: 'IPC_001', params: {} }
const UNEXPECTED: WireError = { code: 'APP_000', params: {} }

/** Answers one contract on one port. Unknown names and bad inputs are refused, never dispatched. */
export function serve<C extends Contract>(
  port: Port,
  contract: C,
  handlers: Handlers<C>,
  onUnexpected: (name: string, error: unknown) => void,
): void {
  const running = new Map<number, AbortController>()
  const feeds = new Map<number, () => void>()
  const send = (message: ToClient) => port.post(message)

  async function answer(id: number, name: string, input: unknown): Promise<void> {
    // Object.hasOwn, so that 'constructor' or '__proto__' can never be a method name.
    const spec = Object.hasOwn(contract, name) ? contract[name] : undefined
    const parsed = spec?.kind === 'call' ? spec.input.safeParse(input) : undefined
    if (spec?.kind !== 'call' || !parsed?.success) return send({ t: 'err', id, error: BAD_REQUEST })
    const stop = new AbortController()
    running.set(id, stop)
    try {
      const handler = handlers[name] as (input: unknown, signal: AbortSignal) => Promise<unknown>
      send({ t: 'ok', id, value: spec.output.parse(await handler(parsed.data, stop.signal)) })
    } catch (error) {
      if (!isAppError(error)) onUnexpected(name, error)
      send({ t: 'err', id, error: isAppError(error) ? error.wire : UNEXPECTED })
    } finally {
      running.delete(id)
    }
  }

  function subscribe(id: number, name: string, input: unknown): void {
    const spec = Object.hasOwn(contract, name) ? contract[name] : undefined
    const parsed = spec?.kind === 'feed' ? spec.input.safeParse(input) : undefined
    if (spec?.kind !== 'feed' || !parsed?.success) {
      send({ t: 'err', id, error: BAD_REQUEST })
      return
    }
    const handler = handlers[name] as (input: unknown, emit: (event: unknown) => void) => () => void
    feeds.set(
      id,
      handler(parsed.data, (event) => send({ t: 'event', id, value: spec.event.parse(event) })),
    )
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
    for (const stop of running.values()) stop.abort()
    for (const stop of feeds.values()) stop()
    feeds.clear()
  })
  port.start()
}
