import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test as base, type ElectronApplication, _electron as electron, expect, type Page } from '@playwright/test'
import type { Preferences } from '#shared/contracts/index.ts'
import { words } from '../../electron/main/words.ts'
import { type Packaged, packagedApp } from './packaged.ts'

const ROOT = path.resolve(import.meta.dirname, '..', '..')
/** Many times what the app itself waits for its engine: the computer may be busy. */
const QUIT_PATIENCE_MS = 60_000
const SCREENSHOTS = path.join(ROOT, 'test', 'screenshots')

type Purpose = 'protect' | 'keep-copies' | 'recover-into' | 'find-vault' | 'keep-paper' | 'keep-diagnosis'
export type LaunchOptions = {
  /** A data folder to start on, as a second start of the same computer; a new empty one by default. */
  userData?: string
  /** Without it the app runs on a bus that has no keychain. */
  keyring?: boolean
  /** What the person chooses in the system's folder dialog, in this order for each purpose. */
  folders?: Partial<Record<Purpose, readonly string[]>> | 'system dialog'
  preferences?: Preferences
  env?: Record<string, string>
  /** What a clinic installs, instead of the app as it was built. It hears none of our variables: its system dialogs are answered for it. */
  isPackaged?: boolean | Packaged
  /** Switches of Chromium, e.g. a camera that shows a file. */
  switches?: readonly string[]
}

export type RunningApp = {
  readonly electron: ElectronApplication
  readonly page: Page
  readonly userData: string
  /** Takes what the page complained of so far (errors, refused by the policy); what nobody takes fails the test. */
  takeProblems(): string[]
  /** Folders that the app has shown in the file manager. */
  openedFolders(): Promise<string[]>
  /** How often the app has printed. */
  prints(): Promise<number>
  /** Keeps a picture of the window, and its text, under test/screenshots. */
  screenshot(name: string): Promise<void>
  /** Number of the engine's process, undefined while there is none. Linux. */
  enginePid(): number | undefined
  close(): Promise<void>
}

/** Starts the built app, in a real window, on a data folder of its own. Chatter of the page that nobody expects fails the test. */
export const test = base.extend<{ launch: (options?: LaunchOptions) => Promise<RunningApp> }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the needed fixtures from this pattern
  launch: async ({}, use) => {
    const apps: RunningApp[] = []
    const folders: string[] = []
    await use(async (options = {}) => {
      const userData = options.userData ?? mkdtempSync(path.join(tmpdir(), 'dados do usuário '))
      if (!options.userData) folders.push(userData)
      const app = await launch({ ...options, userData })
      apps.push(app)
      return app
    })
    for (const app of apps) await app.close()
    for (const folder of folders) removeFolder(folder)
    expect(apps.flatMap((app) => app.takeProblems())).toEqual([])
  },
})
export { expect }

/** Whoever writes there may still be at it: an app that closes after its test's folders are taken away, Chromium's helpers with their last bytes. */
export const removeFolder = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })

async function launch(options: LaunchOptions & { userData: string }): Promise<RunningApp> {
  const { userData, folders = {}, preferences } = options
  if (preferences) writeFileSync(path.join(userData, 'preferences.json'), JSON.stringify(preferences))
  const packaged = options.isPackaged === true ? await packagedApp() : options.isPackaged || undefined
  const app = await electron.launch({
    ...(packaged ? { executablePath: packaged.forTests } : {}),
    args: [...(options.switches ?? []), ...(packaged ? [] : [ROOT]), `--user-data-dir=${userData}`],
    cwd: ROOT,
    // The app's own choice of colours counts, not one that the tool pretends.
    colorScheme: null,
    env: {
      ...environment(options.keyring ?? true),
      // Where it would start by itself at the next login of whoever runs the tests.
      ...(packaged ? { XDG_CONFIG_HOME: path.join(userData, 'config') } : {}),
      ...(folders === 'system dialog' ? {} : { SALVAGUARDA_TEST_FOLDERS: JSON.stringify(folders) }),
      ...options.env,
    },
  })
  const problems: string[] = []
  app.process().stderr?.on('data', (text) => {
    if (/Unhandled|Uncaught/.test(String(text))) problems.push(`main: ${text}`)
  })
  const page = await firstPage(app, problems).catch((error) => {
    // Nobody else knows of it, and it would stay.
    app.process().kill('SIGKILL')
    throw error
  })
  await replaceSystemWindows(app)
  if (packaged && folders !== 'system dialog') await answerDialogs(app, folders)
  const recorded = () =>
    app.evaluate(() => (globalThis as unknown as { recorded: { folders: string[]; prints: number } }).recorded)
  let isClosed = false
  return {
    electron: app,
    page,
    userData,
    takeProblems: () => problems.splice(0),
    openedFolders: async () => (await recorded()).folders,
    prints: async () => (await recorded()).prints,
    screenshot: async (name) => {
      mkdirSync(SCREENSHOTS, { recursive: true })
      await page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`) })
      // What stands on it, for the manual: build/scripts/manual-pictures.mjs.
      writeFileSync(path.join(SCREENSHOTS, `${name}.txt`), await page.evaluate(() => document.body.innerText))
    },
    enginePid: () => childRunning(app.process().pid ?? 0, 'engine.mjs'),
    close: async () => {
      if (isClosed) return
      isClosed = true
      // An app that cannot end would hold the whole test run; it is ended, and that is a failure.
      const killer = setTimeout(() => {
        problems.push('the app did not end by itself')
        app.process().kill('SIGKILL')
      }, QUIT_PATIENCE_MS)
      await app.close()
      clearTimeout(killer)
    },
  }
}

async function firstPage(app: ElectronApplication, problems: string[]): Promise<Page> {
  const page = await app.firstWindow()
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text())
  })
  page.on('pageerror', (error) => problems.push(String(error)))
  await page.getByRole('heading').first().waitFor()
  return page
}

function environment(keyring: boolean): Record<string, string> {
  const { SALVAGUARDA_BUS_WITHOUT_KEYRING: without, ...env } = process.env as Record<string, string>
  // Where the tests were started without a keyring of their own, a person's real one would be used.
  if (without === undefined) throw new Error('the end-to-end tests need the session that `npm test` makes')
  return keyring ? env : { ...env, DBUS_SESSION_BUS_ADDRESS: without }
}

/** File manager and printer are not the app's, and would stay open: what they are asked for is written down instead. */
async function replaceSystemWindows(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ app, shell, webContents }) => {
    const recorded = { folders: [] as string[], prints: 0 }
    Object.assign(globalThis, { recorded })
    shell.openPath = async (folder) => {
      recorded.folders.push(folder)
      return ''
    }
    const replacePrinter = (contents: Electron.WebContents) => {
      contents.print = (_options, done) => {
        recorded.prints++
        done?.(true, '')
      }
    }
    webContents.getAllWebContents().forEach(replacePrinter)
    app.on('web-contents-created', (_event, contents) => replacePrinter(contents))
  })
}

/** The system's folder dialog, known by its title, is answered as a person would. */
async function answerDialogs(app: ElectronApplication, folders: Partial<Record<Purpose, readonly string[]>>) {
  const titles = Object.values(words).flatMap(({ chooseFolder }) => Object.entries(chooseFolder))
  const answers = titles.map(([purpose, { title }]) => [title, folders[purpose as Purpose] ?? []] as const)
  await app.evaluate(({ dialog }, given) => {
    const left = new Map(given.map(([title, paths]) => [title, [...paths]]))
    dialog.showOpenDialog = async (...[first, second]: unknown[]) => {
      const { title } = (second ?? first) as { title: string }
      const chosen = left.get(title)?.shift()
      return { canceled: chosen === undefined, filePaths: chosen === undefined ? [] : [chosen] }
    }
  }, answers)
}

function childRunning(parent: number, program: string): number | undefined {
  const read = (pid: string, file: string) => {
    try {
      return readFileSync(path.join('/proc', pid, file), 'utf8')
    } catch {
      return ''
    }
  }
  const pid = readdirSync('/proc').find(
    (name) =>
      /^\d+$/.test(name) &&
      new RegExp(`^PPid:\\t${parent}$`, 'm').test(read(name, 'status')) &&
      read(name, 'cmdline').includes(program),
  )
  return pid === undefined ? undefined : Number(pid)
}
