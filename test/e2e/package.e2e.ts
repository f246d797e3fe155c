import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { listPackage } from '@electron/asar'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { expect, test } from '@playwright/test'
import { openPages, type Pages } from './devtools.ts'
import { type Packaged, packagedApp } from './packaged.ts'

// What a clinic installs, exactly as it is: nothing in it lets a test in. The journey (journey.e2e.ts) runs on its twin.

const ROOT = path.resolve(import.meta.dirname, '..', '..')
const read = (name: string) => readFileSync(path.join(ROOT, name), 'utf8')

let packaged: Packaged
test.beforeAll(async () => {
  test.setTimeout(300_000)
  packaged = await packagedApp()
})

test('the fuses are as the decision says, and the twin for tests differs in one of them only', async () => {
  const documented = [...read('docs/decisions/0036-packages.md').matchAll(/^\| `(\w+)` \| (on|off) \|/gm)]
  expect(documented.length).toBe(8)
  const fusesOf = async (program: string) => {
    const wire = await getCurrentFuseWire(program)
    return Object.fromEntries(
      documented.map(([, name]) => {
        const state = wire[FuseV1Options[name as keyof typeof FuseV1Options]]
        return [name, state === 49 ? 'on' : state === 48 ? 'off' : state]
      }),
    )
  }
  const wanted = Object.fromEntries(documented.map(([, name, state]) => [name, state]))
  expect(await fusesOf(packaged.program)).toEqual(wanted)
  expect(await fusesOf(packaged.forTests)).toEqual({ ...wanted, EnableNodeCliInspectArguments: 'on' })
  const twin = path.dirname(packaged.forTests)
  const files = filesIn(packaged.folder)
  expect(filesIn(twin)).toEqual(files)
  const inode = (folder: string, name: string) => statSync(path.join(folder, name)).ino
  expect(files.filter((name) => inode(packaged.folder, name) !== inode(twin, name))).toEqual(['salvaguarda'])
})

test('in it is what runs and the licences, and nothing that we work with', () => {
  const files = listPackage(path.join(packaged.folder, 'resources', 'app.asar'), { isPack: false }).map((name) =>
    name.slice(1),
  )
  for (const needed of [
    ...['package.json', 'out/main/start.mjs', 'out/main/engine.mjs', 'out/main/vault-worker.mjs'],
    ...['out/preload/preload.cjs', 'out/renderer/index.html', 'assets/icon.png', 'assets/tray/ok@2x.png'],
    ...['node_modules/zod/package.json', 'node_modules/keytar/package.json'],
    ...['node_modules/electron-updater/package.json', 'node_modules/better-sqlite3/package.json'],
  ])
    expect(files).toContain(needed)
  expect(
    files.filter((name) => /\.(map|tsx?|as|md)$|\.test\.|^(test|docs|build|renderer|electron|shared)\//.test(name)),
  ).toEqual([])
  expect(files.filter((name) => !/^(out|assets|node_modules)(\/|$)|^package\.json$/.test(name))).toEqual([])

  const native = filesIn(packaged.folder).filter((name) => name.endsWith('.node'))
  expect(native.map((name) => path.basename(name)).sort()).toEqual(['keytar.node', 'linux-x64.node'])

  const lock: { packages: Record<string, { dev?: boolean }> } = JSON.parse(read('package-lock.json'))
  // electron-builder lays what was nested where it finds room: names count, not places.
  const allowed = new Set(
    Object.entries(lock.packages).flatMap(([place, { dev }]) => (dev ? [] : [place.split('node_modules/').at(-1)])),
  )
  const shipped = files.flatMap((name) => /^node_modules\/((@[^/]+\/)?[^/@]+)$/.exec(name)?.[1] ?? [])
  expect(shipped.length).toBeGreaterThan(20)
  expect(shipped.filter((name) => !allowed.has(name))).toEqual([])

  const manifest = JSON.parse(read('package.json'))
  const licences = readFileSync(path.join(packaged.folder, 'resources', 'licences', 'packages.txt'), 'utf8')
  for (const name of [
    ...Object.keys(manifest.dependencies),
    'react',
    'react-dom',
    '@mantine/core',
    'pdfjs-dist',
    'recharts',
  ])
    expect(licences).toContain(`\n${name} `)
  expect(readFileSync(path.join(packaged.folder, 'resources', 'licences', 'Salvaguarda.txt'), 'utf8')).toBe(
    read('LICENSE'),
  )
})

test('it starts without a window, shows one when somebody starts it, and lets nobody turn it into something else', async () => {
  const home = mkdtempSync(path.join(tmpdir(), 'instalado é '))
  const started: ChildProcess[] = []
  const start = (...args: string[]) => {
    const child = spawn(packaged.program, [...sandbox(), `--user-data-dir=${path.join(home, 'dados')}`, ...args], {
      // Both would make an Electron with its fuses on run our words instead of the app.
      env: {
        ...process.env,
        XDG_CONFIG_HOME: home,
        ELECTRON_RUN_AS_NODE: '1',
        NODE_OPTIONS: '--require /não/existe.js',
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    started.push(child)
    return child
  }
  try {
    const app = start('--background', '--inspect=0', '--remote-debugging-port=0')
    const pages = await openPages(app)
    await expect.poll(() => childrenOf(app).some((words) => words.includes('engine.mjs'))).toBe(true)
    await ended(start('--background'))
    expect(await pages.titles()).toEqual([])
    expect(childrenOf(app).filter((words) => words.includes('--type=renderer'))).toEqual([])

    await ended(start())
    await expect.poll(() => heading(pages)).toBe('Vamos começar pela clínica')
    expect(pages.said()).not.toContain('Debugger listening')
    app.kill('SIGTERM')
    await once(app, 'exit')
  } finally {
    for (const child of started) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
})

const sandbox = () => (process.getuid?.() === 0 ? ['--no-sandbox'] : [])

async function ended(child: ChildProcess) {
  child.stderr?.resume()
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
}

const heading = (pages: Pages) => pages.evaluate("document.querySelector('h1, h2')?.textContent ?? ''").catch(() => '')

/** Command lines of the processes that a program started, and those started. Linux. */
function childrenOf({ pid }: ChildProcess): string[] {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => {
      try {
        const status = readFileSync(`/proc/${name}/status`, 'utf8')
        const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ')
        return { pid: Number(name), parent: Number(/^PPid:\t(\d+)$/m.exec(status)?.[1]), words }
      } catch {
        return { pid: 0, parent: 0, words: '' }
      }
    })
  const below = (parent: number): string[] =>
    processes.filter((one) => one.parent === parent).flatMap((one) => [one.words, ...below(one.pid)])
  return below(pid ?? 0)
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort()
