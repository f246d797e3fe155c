import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type ElectronApplication, _electron as electron, expect, test } from '@playwright/test'
import { build } from 'vite'
import { removeFolder } from './app.ts'
import type { inMain, Way } from './ports/main.ts'

// One contract, both ways to the engine: Electron's utilityProcess with ports handed over, and a forked Node with ports relayed.

const here = path.join(import.meta.dirname, 'ports')
let folder: string
let app: ElectronApplication

test.beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'portas é '))
  await build({
    configFile: false,
    logLevel: 'warn',
    root: here,
    ssr: { noExternal: true, external: ['electron'] },
    build: {
      ssr: true,
      target: 'node20.18',
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: {
        input: { main: path.join(here, 'main.ts'), engine: path.join(here, 'engine.ts') },
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' },
      },
    },
  })
})
test.afterAll(() => removeFolder(folder))

test.beforeEach(async () => {
  app = await electron.launch({
    args: [path.join(folder, 'main.mjs'), `--user-data-dir=${path.join(folder, 'user data')}`],
    env: { ...process.env, STOP_FILE: path.join(folder, 'stopped'), SALVAGUARDA_NODE: nodePath() },
  })
  app.process().stderr?.on('data', (text) => process.env.DEBUG_PORTS && process.stderr.write(text))
  // The entry module has been read to its end only when Electron is ready.
  await app.evaluate(({ app }) => app.whenReady())
})
test.afterEach(() => app.close().catch(() => {}))

const nodePath = () => process.env.SALVAGUARDA_NODE ?? process.execPath

for (const way of ['utility', 'fork'] as const satisfies Way[]) {
  const run = <R>(method: keyof typeof inMain) =>
    app.evaluate(
      (_electron, [method, way]) =>
        (globalThis as unknown as { inMain: Record<string, (way: string) => Promise<R>> }).inMain[method]?.(way) as R,
      [method, way] as const,
    )

  test(`${way}: text and bytes arrive as they were sent, and main answers the engine`, async () => {
    rmSync(path.join(folder, 'stopped'), { force: true })
    expect(await run<unknown>('roundTrip')).toEqual({
      text: 'João — ação',
      bytes: [0, 127, 128, 255],
      isBytes: true,
      secret: 'from main',
      exitCode: 0,
    })
    // The engine was asked to stop and was let put its work down.
    expect(existsSync(path.join(folder, 'stopped'))).toBe(true)
  })

  test(`${way}: two ports at once never get each other's answers`, async () => {
    const { texts, roles } = await run<Answer<'manyPorts'>>('manyPorts')
    expect(texts).toEqual([0, 1].flatMap((i) => Array.from({ length: 50 }, (_, n) => `${i}:${n}`)))
    expect(roles).toEqual(['window', 'main'])
  })

  test(`${way}: a stopped feed, a cancelled call and a closed window end in the engine, too`, async () => {
    expect(await run<unknown>('endings')).toEqual({
      values: [7, 8, 9],
      code: 'APP_001',
      seen: { closedPorts: 1, stoppedFeeds: 2, cancelled: 2 },
    })
  })

  test(`${way}: when the engine falls, whoever waits for it is told`, async () => {
    expect(await run<unknown>('fall')).toEqual({ codes: ['IPC_002', 'IPC_002'], after: 'IPC_002' })
  })

  test(`${way}: the engine goes when its app goes`, async () => {
    const pid = await run<number>('pid')
    expect(isAlive(pid)).toBe(true)
    app.process().kill('SIGKILL')
    await expect.poll(() => isAlive(pid)).toBe(false)
  })
}

type Answer<M extends keyof typeof inMain> = Awaited<ReturnType<(typeof inMain)[M]>>

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
