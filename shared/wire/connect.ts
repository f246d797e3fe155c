import { AppError } from '../errors/index.ts'
import type { Client, Contract, Port } from './define.ts'
import { type ToServer, toClient } from './wire.ts'

type Waiter = { resolve(value: unknown): void; reject(error: unknown): void }
type Feed = { take(value: unknown): void; end(error: AppError): void }

/**
 * Turns a contract into functions on a port; the other end of `serve`. Methods exist because the contract names them: no Proxy.
 *
 * When the port goes away, waiting and later calls reject with IPC_002 and feeds end with it.
 */
export function connect<C extends Contract>(port: Port, contract: C): Client<C> {
  let nextId = 0
  let isClosed = false
  const waiting = new Map<number, Waiter>()
  const feeds = new Map<number, Feed>()
  const send = (message: ToServer) => port.post(message)

  const client: Record<string, unknown> = {}
  for (const [name, spec] of Object.entries(contract)) {
    client[name] =
      spec.kind === 'call'
        ? (input: unknown, signal?: AbortSignal) =>
            new Promise((resolve, reject) => {
              if (isClosed) return reject(new AppError('IPC_002'))
              if (signal?.aborted) return reject(new AppError('APP_001'))
              const id = nextId++
              const cancel = () => send({ t: 'cancel', id })
              const settle =
                <V>(settled: (value: V) => void) =>
                (value: V) => {
                  waiting.delete(id)
                  signal?.removeEventListener('abort', cancel)
                  settled(value)
                }
              const rejectOnce = settle(reject)
              const resolveOnce = settle(resolve)
              signal?.addEventListener('abort', cancel, { once: true })
              waiting.set(id, {
                resolve: (value) => {
                  const answer = spec.output.safeParse(value)
                  if (answer.success) resolveOnce(answer.data)
                  else rejectOnce(new AppError('IPC_001', {}, { cause: answer.error }))
                },
                reject: rejectOnce,
              })
              send({ t: 'call', id, name, input })
            })
        : (input: unknown, onEvent: (event: unknown) => void, onEnd?: (error: AppError) => void) => {
            if (isClosed) {
              onEnd?.(new AppError('IPC_002'))
              return () => {}
            }
            const id = nextId++
            const stop = () => {
              if (feeds.delete(id) && !isClosed) send({ t: 'unsub', id })
            }
            feeds.set(id, {
              take: (value) => {
                const event = spec.event.safeParse(value)
                if (event.success) return onEvent(event.data)
                stop()
                onEnd?.(new AppError('IPC_001', {}, { cause: event.error }))
              },
              end: (error) => {
                feeds.delete(id)
                onEnd?.(error)
              },
            })
            send({ t: 'sub', id, name, input })
            return stop
          }
  }

  port.onMessage((raw) => {
    const message = toClient.safeParse(raw)
    if (!message.success) return
    const m = message.data
    switch (m.t) {
      case 'ok':
        waiting.get(m.id)?.resolve(m.value)
        return
      case 'event':
        feeds.get(m.id)?.take(m.value)
        return
      case 'err': {
        const error = new AppError(m.error.code, m.error.params)
        waiting.get(m.id)?.reject(error)
        feeds.get(m.id)?.end(error)
        return
      }
    }
  })
  port.onClose(() => {
    isClosed = true
    for (const waiter of [...waiting.values()]) waiter.reject(new AppError('IPC_002'))
    for (const feed of [...feeds.values()]) feed.end(new AppError('IPC_002'))
  })
  port.start()
  return client as Client<C>
}
