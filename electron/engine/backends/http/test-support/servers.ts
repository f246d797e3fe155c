import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import type { Clock } from '#engine/kernel/index.ts'

export type TestServer = { readonly url: string; readonly port: number; close(): Promise<void> }

const opened: TestServer[] = []

/** Ends every server of this file's tests. */
export async function closeServers(): Promise<void> {
  await Promise.all(opened.splice(0).map((server) => server.close()))
}

/** A server on loopback at a port of the system's choice. */
export function webServer(answer: RequestListener): Promise<TestServer> {
  return listen(createServer(answer), 'http')
}

export function tlsServer(certificate: { cert: string; key: string }, answer: RequestListener): Promise<TestServer> {
  return listen(createTlsServer({ ...certificate }, answer), 'https')
}

/** Says whatever it likes, HTTP or not. */
export async function rawServer(talk: (socket: Socket) => void): Promise<TestServer> {
  const sockets = new Set<Socket>()
  const server = createTcpServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    talk(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return remember({
    url: `http://127.0.0.1:${port}`,
    port,
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  })
}

async function listen(server: Server, scheme: 'http' | 'https'): Promise<TestServer> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return remember({
    url: `${scheme}://127.0.0.1:${port}`,
    port,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  })
}

function remember(server: TestServer): TestServer {
  opened.push(server)
  return server
}

/** Time that passes only when somebody sleeps, at once; `slept` says for how long. */
export function hastyClock(startMs = Date.parse('2026-11-22T12:00:00Z')): Clock & { readonly slept: number[] } {
  let nowMs = startMs
  const slept: number[] = []
  return {
    slept,
    nowMs: () => nowMs,
    nowNs: () => BigInt(nowMs) * 1_000_000n,
    sleep: async (durationMs) => {
      slept.push(durationMs)
      nowMs += durationMs
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}
