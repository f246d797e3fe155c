import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { keychainHost } from '../demo/keychain-host.ts'
import { BUCKET, DATABASE, filesHolding, filesIn, MAIL, PIN, plant, unhelpfulServices } from '../secrets/plant.ts'
import type { RunningApp } from './app.ts'
import { callFromPage } from './page-wire.ts'
import { expect, test } from './prepared-clinic.ts'

// Known secrets are planted in the real app, which works with them and falls; then they are searched for wherever somebody could look.

/** What a patient is called, in the name of a document. */
const PATIENT = 'sorriso da Conceição'

test('no secret reaches the page, a command line, a log, a dump or a file, whatever falls', async ({
  clinic,
  launch,
}) => {
  const services = await unhelpfulServices()
  const vaultKey = await plant(path.join(clinic.userData, 'engine'), keychainHost(), services)
  const secrets = [
    vaultKey,
    MAIL,
    BUCKET,
    DATABASE,
    PIN,
    clinic.kitWords.join(' '),
    clinic.kitWords.slice(0, 4).join(' '),
  ]
  const app = await launch({ userData: clinic.userData })
  const { page } = app
  const watch = watchProcesses(app)
  await expect(page.getByTestId('health')).toBeVisible()
  expect(await callFromPage(page, 'engine', 'searchFiles', { text: 'conceicao', limit: 5 })).toMatchObject({ t: 'ok' })
  expect(await callFromPage(page, 'engine', 'copyNow', {})).toMatchObject({ t: 'ok' })
  // The tool that asks the database is at work, with the database's password.
  await expect.poll(watch.seen, { timeout: 60_000 }).toContain('psql')

  const heap = await heapOf(app)
  expect(heap.includes(clinic.name)).toBe(true)
  expect(secrets.filter((secret) => heap.includes(secret))).toEqual([])
  const kept = await page.evaluate(async () => ({
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).length,
    cookies: document.cookie,
  }))
  expect(kept).toEqual({ local: [], session: [], databases: 0, cookies: '' })
  expect(
    await callFromPage(page, 'engine', 'registerFirst', { name: 'Marina Prado', title: 'owner', secret: PIN }),
  ).toMatchObject({ t: 'ok' })

  // The engine and the page fall as programs fall, and come back.
  const engine = app.enginePid() ?? 0
  process.kill(engine, 'SIGSEGV')
  await expect.poll(() => app.enginePid() ?? engine, { timeout: 60_000 }).not.toBe(engine)
  const main = await app.electron.evaluate(async ({ app, BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    const gone = new Promise<string>((gone) =>
      window?.webContents.once('render-process-gone', (_event, { reason }) => gone(reason)),
    )
    const isBack = new Promise<void>((loaded) => window?.webContents.once('did-finish-load', () => loaded()))
    window?.webContents.forcefullyCrashRenderer()
    await isBack
    return { reason: await gone, dumps: app.getPath('crashDumps') }
  })
  expect(['crashed', 'killed']).toContain(main.reason)
  watch.stop()
  await app.close()
  services.stop()
  // The page complained of the engine that fell; the app itself ended in order.
  expect(app.takeProblems()).not.toContain('the app did not end by itself')
  // Chromium's helpers write to the last moment.
  await expect.poll(() => commandLines().filter((line) => line.includes(clinic.userData))).toEqual([])

  const seen = watch.seen()
  expect(seen).toContain('engine.mjs')
  expect(secrets.filter((secret) => seen.includes(secret))).toEqual([])
  expect(seen).not.toContain(PATIENT)
  expect(existsSync(main.dumps) ? filesIn(main.dumps).filter((file) => file.endsWith('.dmp')) : []).toEqual([])
  const files = filesIn(clinic.userData)
  expect(files.some((file) => file.endsWith('.dmp') || path.basename(file).startsWith('core'))).toBe(false)
  const holding = (text: string) => filesHolding(clinic.userData, text)
  expect(holding(clinic.name)).toContain(path.join('engine', 'settings.json'))
  for (const secret of secrets) expect(holding(secret)).toEqual([])
  // The catalogue has to know it (decision 0022); nothing else does.
  expect(holding(PATIENT).filter((file) => !file.startsWith(path.join('engine', 'catalog.db')))).toEqual([])
  expect(readFileSync(path.join(clinic.userData, 'logs', 'salvaguarda.log'), 'utf8')).toContain(
    'engine ended by itself',
  )
})

/** Everything the page's world holds: every string of its heap. */
async function heapOf({ page }: RunningApp): Promise<string> {
  const session = await page.context().newCDPSession(page)
  const parts: string[] = []
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => parts.push(chunk))
  await session.send('HeapProfiler.takeHeapSnapshot')
  await session.detach()
  const { strings } = JSON.parse(parts.join('')) as { strings: string[] }
  return strings.join('\n')
}

/** Command lines of the app and all it starts; of the app's own processes the environment, too. */
function watchProcesses(app: RunningApp) {
  const seen = new Set<string>()
  const look = () => {
    const parents = new Map<string, string>()
    for (const pid of processes()) parents.set(pid, /^PPid:\t(\d+)$/m.exec(read(pid, 'status'))?.[1] ?? '0')
    const isOurs = (pid: string | undefined): boolean =>
      pid !== undefined && pid !== '0' && (pid === root || isOurs(parents.get(pid)))
    for (const pid of [...parents.keys()].filter(isOurs)) {
      // Before the command line: a process that becomes a database's tool meanwhile is not taken for one of ours.
      const environment = read(pid, 'environ')
      const line = read(pid, 'cmdline')
      seen.add(line)
      // A database's tool is told its password in its environment, which only this account and the administrator can read.
      if (/electron|engine\.mjs/i.test(line)) seen.add(environment)
    }
  }
  const root = String(app.electron.process().pid)
  const timer = setInterval(look, 40)
  return { stop: () => clearInterval(timer), seen: () => [...seen].join('\n') }
}

const processes = () => readdirSync('/proc').filter((name) => /^\d+$/.test(name))
const commandLines = () => processes().map((pid) => read(pid, 'cmdline'))

/** Nothing where the process is gone. */
function read(pid: string, file: string): string {
  try {
    return readFileSync(path.join('/proc', pid, file), 'utf8')
  } catch {
    return ''
  }
}
