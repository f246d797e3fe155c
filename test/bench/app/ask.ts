import { once } from 'node:events'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { engineContract } from '#shared/contracts/index.ts'
import { connect } from '#shared/wire/index.ts'
import { nodePort } from '../../engine-client.ts'
import { questions } from '../search/typing.ts'

// What a window asks while somebody works with it, on a thread of its own.
export type Asked =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'overview'; readonly atMs: number }
  | { readonly kind: 'begin' }
  | { readonly kind: 'end'; readonly what: string; readonly longestMs: number }

const DAY_MS = 86_400_000
const PAGES = 20
const client = connect(nodePort(workerData as MessagePort), engineContract)
const report = async (asked: Asked) => {
  parentPort?.postMessage(asked)
  await once(parentPort as NonNullable<typeof parentPort>, 'message')
}

/** Several times the same kind of question, one after the other. */
async function ask(what: string, calls: readonly (() => Promise<unknown>)[]): Promise<void> {
  await report({ kind: 'begin' })
  let longestMs = 0
  for (const call of calls) {
    const startedAtMs = performance.now()
    await call()
    longestMs = Math.max(longestMs, performance.now() - startedAtMs)
  }
  await report({ kind: 'end', what, longestMs })
}

await report({ kind: 'loaded' })
await client.overview({})
await report({ kind: 'overview', atMs: performance.timeOrigin + performance.now() })
// What a start does in the background falls into this.
await ask(
  'the minute after the start',
  Array.from({ length: 60 }, () => async () => {
    await client.overview({})
    await new Promise((resolve) => setTimeout(resolve, 250))
  }),
)
const found = await client.searchFiles({ text: 'foto antes', limit: 200 })
await ask(
  'overview',
  Array.from({ length: 20 }, () => () => client.overview({})),
)
await ask(
  'search, a letter at a time',
  questions(Date.now(), DAY_MS).map((asked) => () => client.searchFiles(asked)),
)
await ask(
  'versions of a file',
  found.slice(0, 100).map(
    ({ fileKey }) =>
      () =>
        client.listVersions({ fileKey }),
  ),
)
let beforePlace: number | undefined
await ask(
  'Histórico, page after page',
  Array.from({ length: PAGES }, () => async () => {
    const page = await client.auditEntries({ limit: 50, ...(beforePlace !== undefined && { beforePlace }) })
    beforePlace = page.nextPlace ?? undefined
  }),
)
await ask('Histórico, one group', [() => client.auditEntries({ group: 'people', limit: 50 })])
await ask('Histórico, a month nineteen years ago', [
  () => client.auditEntries({ fromMs: Date.now() - 6935 * DAY_MS, toMs: Date.now() - 6905 * DAY_MS, limit: 50 }),
])
await ask(
  'state of the register',
  Array.from({ length: 5 }, () => () => client.auditState({})),
)
await ask('the register looked through', [() => client.checkAudit({})])
process.exit()
