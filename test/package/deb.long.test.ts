import type { ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { copyFileSync, existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { engineContract } from '#shared/contracts/index.ts'
import { openPages, type Pages } from '../e2e/devtools.ts'
import { builtDeb } from '../e2e/packaged.ts'
import { callScript } from '../e2e/page-wire.ts'
import { startSession } from './session.ts'
import { addPerson, openThrowawayRoot, type ThrowawayRoot, whyNoThrowawayRoot } from './throwaway-root.ts'

// The .deb on a Debian that is thrown away afterwards: installed by dpkg, used from the installed place by somebody without
// rights, its pages shut in by Chromium's own sandbox, and removed again. The tests follow one another.

const APP = '/opt/Salvaguarda'
const PROGRAM = `${APP}/salvaguarda`
const whyNot = whyNoThrowawayRoot()
if (whyNot !== undefined) process.stderr.write(`the .deb is not installed here: ${whyNot}\n`)

describe.skipIf(whyNot !== undefined)('the .deb', () => {
  let root: ThrowawayRoot
  let home: string
  const uid = 4711
  let env: Record<string, string>
  const inside = (file: string) => path.join(root.outside, file)
  const dpkg = (...args: string[]) =>
    // What it depends on is apt's to bring.
    root.run('dpkg', ['--force-depends', ...args], { env: { LANG: 'pt_BR.UTF-8' } })
  const run = (script: string) => root.run('/bin/sh', ['-c', script], { uid, env })

  beforeAll(async () => {
    const deb = await builtDeb()
    root = await openThrowawayRoot()
    copyFileSync(deb, inside('/tmp/salvaguarda.deb'))
    home = addPerson(root, 'recepcao', uid)
    env = { HOME: home, LANG: 'pt_BR.UTF-8', ...(await startSession(root, uid)) }
  }, 600_000)
  afterAll(() => root?.close())

  test('lays everything where it belongs, and nobody but an administrator can change it', () => {
    expect(dpkg('-i', '/tmp/salvaguarda.deb')).not.toContain('removido')
    expect(dpkg('-s', 'salvaguarda')).toMatch(/^Status: install ok installed$/m)
    const outsideApp = root
      .run('dpkg', ['-L', 'salvaguarda'])
      .split('\n')
      .filter((file) => file !== '' && !file.startsWith(APP) && lstatSync(inside(file)).isFile())
    expect(outsideApp.filter((file) => !file.startsWith('/usr/share/icons/hicolor/'))).toEqual([
      '/usr/share/applications/salvaguarda.desktop',
    ])
    expect(outsideApp).toContain('/usr/share/icons/hicolor/256x256/apps/salvaguarda.png')
    const entry = readFileSync(inside('/usr/share/applications/salvaguarda.desktop'), 'utf8')
    expect(entry).toMatch(/^Exec=\/opt\/Salvaguarda\/salvaguarda( %U)?$/m)
    expect(entry).toMatch(/^Icon=salvaguarda$/m)
    expect(root.run('readlink', ['-f', '/usr/bin/salvaguarda']).trim()).toBe(PROGRAM)

    const own = ['', ...readdirSync(inside(APP), { recursive: true, encoding: 'utf8' })].map((name) => {
      const { uid: owner, gid, mode } = lstatSync(inside(path.join(APP, name)))
      return { name, isOthers: owner !== 0 || gid !== 0 || (mode & 0o022) !== 0, special: mode & 0o7000, mode }
    })
    expect(own.filter(({ isOthers, mode }) => isOthers && (mode & 0o170000) !== 0o120000)).toEqual([])
    expect(own.filter(({ special }) => special !== 0).map(({ name, mode }) => [name, mode & 0o7777])).toEqual([
      ['chrome-sandbox', 0o4755],
    ])
    expect(() => run(`echo x >${APP}/resources/app.asar`)).toThrow()
  })

  test('somebody without rights starts it in its sandbox, makes the first copy and reads it back', async () => {
    run('mkdir -p ~/Clínica ~/HD && printf "Laudo da Conceição" >~/Clínica/laudo.txt')
    const app = start()
    const pages = await openPages(app)
    await expect.poll(() => heading(pages)).toBe('Vamos começar pela clínica')
    expectShutIn(app, uid)

    const ask = askThrough(pages)
    const { kitWords, proofPositions } = await ask('beginSetup', {
      clinicName: 'Clínica Sorriso',
      sources: [{ kind: 'folder', path: `${home}/Clínica`, label: 'Clínica' }],
      destinationPath: `${home}/HD`,
    })
    const proof = proofPositions.map((position) => ({ position, word: kitWords[position - 1] ?? '' }))
    await ask('finishSetup', { proof, withoutKeychain: true })
    await expect.poll(async () => (await ask('overview', {})).copies).toBe(1)
    await expect.poll(async () => (await ask('overview', {})).running).toEqual([])

    rmSync(inside(`${home}/Clínica/laudo.txt`))
    const [found] = await ask('searchFiles', { text: 'laudo', limit: 10 })
    const [version] = await ask('listVersions', { fileKey: found?.fileKey ?? 0 })
    const { folder } = await ask('recoverVersion', {
      versionKey: version?.versionKey ?? 0,
      targetFolder: `${home}/Recuperado`,
    })
    expect(run(`cat '${folder}/laudo.txt'`)).toBe('Laudo da Conceição')
    await end(app)
  })

  test('from the first copy on it starts with the person, without a window, and one who starts it by hand gets one', async () => {
    const entry = readFileSync(inside(`${home}/.config/autostart/salvaguarda.desktop`), 'utf8')
    expect(entry).toContain(`\nExec="${PROGRAM}" "--background"\n`)
    expect(entry).toContain(`\nTryExec=${PROGRAM}\n`)
    const app = start('--background')
    const pages = await openPages(app)
    await expect.poll(() => family(app).some(({ words }) => words.includes('engine.mjs'))).toBe(true)
    expect(family(app).filter(({ words }) => words.includes('--type=renderer'))).toEqual([])
    const second = root.start('/usr/bin/salvaguarda', [], { uid, env })
    expect(await once(second, 'exit')).toEqual([0, null])
    await expect.poll(() => heading(pages)).toBe('Digite as palavras do kit')
    await end(app)
  })

  test('where a system keeps namespaces from people, the helper beside the program shuts the pages in', async () => {
    const app = start('--disable-namespace-sandbox')
    const pages = await openPages(app)
    await expect.poll(() => heading(pages)).toBe('Digite as palavras do kit')
    expect(family(app).some(({ words }) => words.startsWith(`${APP}/chrome-sandbox `))).toBe(true)
    expectShutIn(app, uid)
    await end(app)
  })

  test.each([
    ['removed', '-r'],
    ['removed with its settings', '-P'],
  ])('%s it says what stays, and copies and settings are as they were', (_how, option) => {
    const before = digestOf(inside(home))
    // A newer one over it is no removal.
    expect(dpkg('-i', '/tmp/salvaguarda.deb')).not.toContain('foi removido')
    expect(dpkg(option, 'salvaguarda')).toMatch(/O Salvaguarda foi removido\..*nada foi apagado.*24 palavras/)
    expect(digestOf(inside(home))).toEqual(before)
    expect(before.length).toBeGreaterThan(10)
    for (const file of [APP, '/usr/bin/salvaguarda', '/usr/share/applications/salvaguarda.desktop'])
      expect(existsSync(inside(file)) || isLink(inside(file)), file).toBe(false)
  })

  /** As a desktop starts it, and where we can ask its page. */
  function start(...args: string[]): ChildProcess {
    return root.start('/usr/bin/salvaguarda', ['--remote-debugging-port=0', ...args], {
      ...{ uid, env },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
  }
})

const heading = (pages: Pages) => pages.evaluate("document.querySelector('h1, h2')?.textContent ?? ''").catch(() => '')

type Asked = 'beginSetup' | 'finishSetup' | 'overview' | 'searchFiles' | 'listVersions' | 'recoverVersion'
type Input<N extends Asked> = z.input<(typeof engineContract)[N]['input']>
type Output<N extends Asked> = z.output<(typeof engineContract)[N]['output']>

/** Calls of the engine as the page itself makes them. */
function askThrough(pages: Pages) {
  return async <N extends Asked>(name: N, input: Input<N>): Promise<Output<N>> => {
    const answer = answerSchema.parse(await pages.evaluate(callScript('engine', name, input)))
    return engineContract[name].output.parse(answer.value) as Output<N>
  }
}

/** Fails with the code where the call was refused. */
const answerSchema = z.object({ t: z.literal('ok'), value: z.unknown() })

type Process = { readonly pid: number; readonly words: string; readonly status: string }

/** A program and everything that it started, and those started. */
function family({ pid = 0 }: ChildProcess): Process[] {
  const read = (name: string, file: string) => {
    try {
      return readFileSync(`/proc/${name}/${file}`, 'utf8')
    } catch {
      return ''
    }
  }
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({
      ...{ pid: Number(name), status: read(name, 'status') },
      words: read(name, 'cmdline').replaceAll('\0', ' '),
    }))
  const below = (parent: number): Process[] =>
    all.filter(({ status }) => fact(status, 'PPid') === String(parent)).flatMap((one) => [one, ...below(one.pid)])
  return [...all.filter((one) => one.pid === pid), ...below(pid)]
}

const fact = (status: string, name: string) => new RegExp(`^${name}:\\s*(\\S+)`, 'm').exec(status)?.[1]

/** What the kernel says of the page's process: no system call that its filter does not know, nobody else's processes, no rights to gain. */
function expectShutIn(app: ChildProcess, uid: number): void {
  const all = family(app)
  expect(all.filter(({ words }) => words.includes('--no-sandbox'))).toEqual([])
  const pages = all.filter(({ words }) => words.includes('--type=renderer'))
  expect(pages.length).toBeGreaterThan(0)
  const namespace = (pid: number | undefined, kind: string) => readlinkSync(`/proc/${pid}/ns/${kind}`)
  for (const { pid, status } of pages) {
    const known = ['Uid', 'Seccomp', 'NoNewPrivs', 'CapEff'].map((name) => fact(status, name))
    expect(known).toEqual([String(uid), '2', '1', '0000000000000000'])
    for (const kind of ['pid', 'net']) expect(namespace(pid, kind)).not.toBe(namespace(app.pid, kind))
  }
}

const isLink = (file: string) => lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ?? false

/** Every file below a folder with what is in it. */
const digestOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
    .map((file) => `${file} ${createHash('sha256').update(readFileSync(file)).digest('hex')}`)

async function end(app: ChildProcess): Promise<void> {
  const ended = once(app, 'exit')
  app.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
}
