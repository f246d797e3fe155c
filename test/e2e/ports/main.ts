import path from 'node:path'
import { app, MessageChannelMain } from 'electron'
import { type Client, connect, type EngineRole, serve } from '#shared/wire/index.ts'
import type { EngineHandle } from '../../../electron/main/engine-process/handle.ts'
import { startFork } from '../../../electron/main/engine-process/start-fork.ts'
import { startUtility } from '../../../electron/main/engine-process/start-utility.ts'
import { mainPort } from '../../../electron/main/port.ts'
import { echoContract, echoHostContract } from './contract.ts'

export type Way = 'utility' | 'fork'
type Echo = { readonly client: Client<typeof echoContract>; close(): void }

/** What the test does from inside Electron's main process, one engine a call. */
export const inMain = {
  async roundTrip(way: Way) {
    const { engine, exit } = start(way)
    const { client } = open(engine, 'window')
    const echo = await client.echo({ text: 'João — ação', bytes: new Uint8Array([0, 127, 128, 255]) })
    const { secret } = await client.askHost({})
    engine.askToStop()
    return {
      text: echo.text,
      bytes: [...echo.bytes],
      isBytes: echo.bytes instanceof Uint8Array,
      secret,
      exitCode: await exit,
    }
  },

  async manyPorts(way: Way) {
    const { engine, exit } = start(way)
    const echoes = [open(engine, 'window'), open(engine, 'main')] as const
    const texts = await Promise.all(
      echoes.flatMap(({ client }, i) =>
        Array.from({ length: 50 }, (_, n) => client.echo({ text: `${i}:${n}`, bytes: new Uint8Array(1) })),
      ),
    )
    const roles = await Promise.all(echoes.map(async ({ client }) => (await client.pid({})).role))
    engine.kill()
    await exit
    return { texts: texts.map(({ text }) => text), roles }
  },

  async endings(way: Way) {
    const { engine, exit } = start(way)
    const [watched, other] = [open(engine, 'window'), open(engine, 'window')]
    const values: number[] = []
    await new Promise<void>((resolve) => {
      const stop = watched.client.count({ from: 7 }, ({ value }) => {
        values.push(value)
        if (values.length === 3) setImmediate(() => resolve(stop()))
      })
    })
    const cancel = new AbortController()
    const cancelled = watched.client.never({}, cancel.signal).catch((error) => error.code)
    cancel.abort()
    const code = await cancelled
    const leftOpen = watched.client.never({})
    leftOpen.catch(() => {})
    watched.client.count({ from: 0 }, () => {})
    await watched.client.endings({})
    watched.close()
    const seen = await until(
      () => other.client.endings({}),
      (ends) => ends.closedPorts === 1 && ends.stoppedFeeds === 2 && ends.cancelled === 2,
    )
    engine.kill()
    await exit
    return { values, code, seen }
  },

  /** The engine falls during a call. */
  async fall(way: Way) {
    const { engine, exit } = start(way)
    const { client } = open(engine, 'window')
    const { pid } = await client.pid({})
    const waiting = client.never({}).catch((error) => error.code)
    const ended = new Promise((resolve) =>
      client.count(
        { from: 1 },
        () => {},
        (error) => resolve(error.code),
      ),
    )
    process.kill(pid, 'SIGKILL')
    await exit
    const codes = await Promise.all([waiting, ended])
    return { codes, after: await client.pid({}).catch((error) => error.code) }
  },

  /** Leaves an engine running and tells which, so that the test can end this very process. */
  async pid(way: Way) {
    const { client } = open(start(way).engine, 'window')
    return (await client.pid({})).pid
  },
}

function start(way: Way): { engine: EngineHandle; exit: Promise<number | null> } {
  const given = {
    entry: path.join(import.meta.dirname, 'engine.mjs'),
    env: { PATH: process.env.PATH ?? '', STOP_FILE: process.env.STOP_FILE ?? '' },
    onErrorOutput: (text: string) => process.stderr.write(text),
  }
  const engine = way === 'utility' ? startUtility(given) : startFork(process.env.SALVAGUARDA_NODE ?? '', given)
  const exit = new Promise<number | null>((resolve) => engine.onExit(resolve))
  const { port1, port2 } = new MessageChannelMain()
  serve(mainPort(port1), echoHostContract, { secret: async () => ({ secret: 'from main' }) }, () => {})
  engine.openPort('host', port2)
  return { engine, exit }
}

function open(engine: EngineHandle, role: EngineRole): Echo {
  const { port1, port2 } = new MessageChannelMain()
  engine.openPort(role, port2)
  return { client: connect(mainPort(port1), echoContract), close: () => port1.close() }
}

async function until<V>(ask: () => Promise<V>, isReached: (value: V) => boolean): Promise<V> {
  const answer = await ask()
  return isReached(answer) ? answer : until(ask, isReached)
}

Object.assign(globalThis, { inMain })
app.on('window-all-closed', () => {})
