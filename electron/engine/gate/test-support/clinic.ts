import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { z } from 'zod'
import { type Clock, silentLog, systemRandom } from '#engine/kernel/index.ts'
import { People } from '#engine/people/index.ts'
import { engineContract } from '#shared/contracts/index.ts'
import { type AccountId, type AccountRole, accountRoleSchema, type Category } from '#shared/domain/index.ts'
import { codeOf, fail } from '#shared/errors/index.ts'
import { type Contract, call, connect, feed, type Handlers, type Port } from '#shared/wire/index.ts'
import { type Act, Gate, type PortRole } from '../gate.ts'

export const PIN = '402918'
export const SECOND_PIN = '715304'

/** The contract's names with anything going in and out: what is asked here is who may, not what they say. */
export const names = Object.keys(engineContract) as (keyof typeof engineContract)[]
export const isFeed = (name: keyof typeof engineContract) => engineContract[name].kind === 'feed'
const loose: Contract = Object.fromEntries(
  names.map((name) => [name, isFeed(name) ? feed(z.any(), z.any()) : call(z.any(), z.any())]),
)
export type LooseClient = Readonly<Record<string, (input: unknown, ...rest: unknown[]) => unknown>>
/** What a test says about what it asks for, in the place of what the rooms would know. */
export type Asked = { readonly categories?: readonly Category[]; readonly isBig?: boolean }

const nodePort = (port: MessagePort): Port => ({
  post: (message) => port.postMessage(message),
  onMessage: (listener) => void port.on('message', listener),
  onClose: (listener) => void port.on('close', listener),
  start: () => port.start(),
  close: () => port.close(),
})

/** A real gate and a real list of people on real ports; only the rooms behind are missing: `reached` says what would have come to them. */
export async function makeClinic() {
  const folder = await mkdtemp(path.join(tmpdir(), 'pessoas da clínica '))
  const time = { nowMs: 1_700_000_000_000, elapsedMs: 0 }
  const pass = (ms: number) => {
    time.nowMs += ms
    time.elapsedMs += ms
  }
  const clock: Clock = {
    nowMs: () => time.nowMs,
    nowNs: () => BigInt(time.nowMs) * 1_000_000n,
    sleep: (_ms, signal) =>
      new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
  }
  const openPeople = () =>
    People.open({
      ...{ clock, random: systemRandom, log: silentLog, elapsedMs: () => time.elapsedMs },
      file: path.join(folder, 'people.json'),
      pinCost: { N: 16, r: 1, p: 1 },
    })
  const people = await openPeople()
  const acts: Act[] = []
  const reached: { name: string; input: unknown }[] = []
  const gate = new Gate({
    ...{ people, clock, random: systemRandom, elapsedMs: () => time.elapsedMs, onAct: (act) => acts.push(act) },
    scope: {
      categoriesOf: ({ input }) => (input as Asked).categories ?? [],
      takesTwo: ({ input }) => (input as Asked).isBig === true,
      narrowed: (_name, answer) => answer,
      categoriesAt: () => [],
    },
    heldBy: async () => ({ disks: [], sources: [], knowsKit: false }),
    requireKit: async (words) => (words === 'as palavras do kit' ? undefined : fail('KIT_103')),
  })
  const handlers: Record<string, unknown> = {}
  for (const name of names) {
    const reach = (input: unknown) => void reached.push({ name, input })
    handlers[name] = isFeed(name)
      ? (input: unknown) => {
          reach(input)
          return () => undefined
        }
      : async (input: unknown) => {
          reach(input)
          return {}
        }
  }
  const ports: MessagePort[] = []
  const connectAs = (role: PortRole): LooseClient => {
    const { port1, port2 } = new MessageChannel()
    ports.push(port1, port2)
    // The calls of signing in are real and get nonsense from some tests: what they make of it is told as APP_000.
    gate.serve(nodePort(port1), role, loose, handlers as unknown as Handlers<Contract>, () => undefined)
    return connect(nodePort(port2), loose) as unknown as LooseClient
  }
  return {
    ...{ folder, time, pass, people, openPeople, acts, reached, gate, connectAs },
    close() {
      gate.close()
      for (const port of ports) port.close()
    },
  }
}
export type TestClinic = Awaited<ReturnType<typeof makeClinic>>

/** One person of each role with an own PIN, and a manager more who may sign as the second one. */
export async function fill(clinic: TestClinic): Promise<Readonly<Record<AccountRole | 'second', AccountId>>> {
  const { people } = clinic
  const { accountId: manager } = await people.registerFirst('Ana Gestora', 'owner', PIN)
  const add = async (name: string, role: AccountRole, secret: string) => {
    const { accountId } = await people.add({ name, role, title: null, rights: {} })
    await people.choose(accountId, secret)
    return accountId
  }
  const ids: Partial<Record<AccountRole | 'second', AccountId>> = {
    manager,
    second: await add('Bia', 'manager', SECOND_PIN),
  }
  for (const role of accountRoleSchema.options) ids[role] ??= await add(`Pessoa ${role}`, role, PIN)
  return ids as Record<AccountRole | 'second', AccountId>
}

/** The code it was answered with; undefined when it went through the gate. */
export async function ask(
  client: LooseClient,
  name: keyof typeof engineContract,
  input: unknown = {},
): Promise<string | undefined> {
  const method = client[name]
  if (!method) throw new Error(`${name} is not a call`)
  if (!isFeed(name)) {
    try {
      await method(input)
      return undefined
    } catch (error) {
      return codeOf(error)
    }
  }
  // A feed says nothing when it begins: what is asked after it is answered after it.
  let code: string | undefined
  const stop = method(
    input,
    () => undefined,
    (error: unknown) => {
      code = codeOf(error)
    },
  ) as () => void
  await client.overview?.({})
  stop()
  return code
}
