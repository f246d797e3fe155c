import { AppError } from '../errors/index.ts'
import type { Client, Contract, Port } from './define.ts'
import { type ToServer, toClient } from './wire.ts'

type Waiter = { resolve(value: unknown): void; reject(error: unknown): void; check(value: unknown): unknown }

/** The other end of `serve`. Methods exist because the contract names them; there is no Proxy. */
export function connect<C extends Contract>(port: Port, contract: C): Client<C> {
  let nextId = 0
  const waiting = new Map<number, Waiter>()
  const feeds = new Map<number, (value: unknown) => void>()
  const send = (message: ToServer) => port.post(message)

  const client: Record<string, unknown> = {}
  for (const [name, spec] of Object.entries(contract)) {
    client[name] =
      spec.kind === 'call'
        ? (input: unknown, signal?: AbortSignal) =>
            new Promise((resolve, reject) => {
              const id = nextId++
              waiting.set(id, { resolve, reject, check: (value) => spec.output.parse(value) })
              signal?.addEventListener('abort', () => send({ t: 'cancel', id }), { once: true })
              send({ t: 'call', id, name, input })
            })
        : (input: unknown, onEvent: (event: unknown) => void) => {
            const id = nextId++
            feeds.set(id, (value) => onEvent(spec.event.parse(value)))
            send({ t: 'sub', id, name, input })
            return () => {
              feeds.delete(id)
              send({ t: 'unsub', id })
            }
          }
  }

  port.onMessage((raw) => {
    const message = toClient.safeParse(raw)
    if (!message.success) return
    const m = message.data
    if (m.t === 'event') {
      feeds.get(m.id)?.(m.value)
      return
    }
    const waiter = waiting.get(m.id)
    waiting.delete(m.id)
    if (m.t === 'err') {
      waiter?.reject(new AppError(m.error.code, m.error.params))
      return
    }
    try {
      waiter?.resolve(waiter.check(m.value))
    } catch (error) {
      waiter?.reject(error)
    }
  })
  port.onClose(() => {
    for (const waiter of waiting.values()) waiter.reject(new AppError('IPC_002'))
    waiting.clear()
  })
  port.start()
  return client as Client<C>
}
