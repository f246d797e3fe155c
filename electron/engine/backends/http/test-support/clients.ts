import { afterEach } from 'vitest'
import { type HttpClient, type HttpClientOptions, httpClient } from '../http-client.ts'
import { closeServers, hastyClock } from './servers.ts'

const clients: HttpClient[] = []
/** Ends their connections, which a server may wait for. */
export const closeClients = () => Promise.all(clients.splice(0).map((client) => client.close()))
afterEach(async () => {
  await closeClients()
  await closeServers()
})

/** A client whose waits are over at once; it and the servers of a test are closed after it. */
export function clientOf(url: string, options: Partial<HttpClientOptions> = {}) {
  const clock = hastyClock()
  const client = httpClient({ url, connections: 4, clock, ...options })
  clients.push(client)
  return { client, clock }
}

export const GET = { method: 'GET', path: '/cofre/config', accept: [200], wants: 'text' } as const
export const code = (name: string) => ({ code: name })
