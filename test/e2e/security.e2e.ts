import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import path from 'node:path'
import { expect, type RunningApp, test } from './app.ts'
import { callFromPage } from './page-wire.ts'

// What a script that got into the page, or a page that got into the window, could do: nothing.

let app: RunningApp
test.beforeEach(async ({ launch }) => {
  app = await launch()
})

test('the page runs in the sandbox, in a world of its own, without Node', async () => {
  const preferences = await app.electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    const contents = window?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }
    return contents.getLastWebPreferences()
  })
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
  })
  expect(preferences.experimentalFeatures ?? false).toBe(false)
  expect(preferences.enableBlinkFeatures ?? '').toBe('')
  const found = await app.page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer', '__dirname', 'setImmediate'].filter(
      (name) => name in globalThis,
    ),
  )
  expect(found).toEqual([])
})

test('the page gets no code, markup or style from anywhere but the bundle', async () => {
  const wanted = ['connect-src', 'frame-src', 'style-src-elem', 'require-trusted-types-for']
  const outcomes = await app.page.evaluate(async (wanted) => {
    // Later than this call: while the tool's own evaluation runs, Chromium lets eval pass.
    await new Promise((resolve) => setTimeout(resolve))
    const attempt = (work: () => unknown) => {
      try {
        work()
        return 'done'
      } catch (error) {
        return (error as Error).name
      }
    }
    const add = (tag: string, change: (element: HTMLElement) => void) =>
      attempt(() => {
        const element = document.createElement(tag)
        change(element)
        document.head.append(element)
      })
    const refused: string[] = []
    document.addEventListener('securitypolicyviolation', (event) => refused.push(event.effectiveDirective))
    // biome-ignore lint/security/noGlobalEval: it must not work, and that is what is asked here
    const evaluated = attempt(() => globalThis.eval('1 + 1'))
    const made = attempt(() => new Function('return 1')())
    const script = add('script', (element) => {
      element.textContent = 'globalThis.wasHere = true'
    })
    const markup = attempt(() => {
      document.createElement('div').innerHTML = '<img src=x onerror="globalThis.wasHere = true">'
    })
    add('style', (element) => {
      element.textContent = 'body { color: rgb(1, 2, 3) !important }'
    })
    const frame = document.createElement('iframe')
    frame.src = 'https://example.com/'
    document.body.append(frame)
    const fetched = await fetch('https://example.com/').then(
      () => 'answered',
      (error) => error.name,
    )
    const colour = getComputedStyle(document.body).color
    const wasHere = 'wasHere' in globalThis
    // Each is told in a turn of its own, that of a frame by another process.
    for (let tries = 0; tries < 600 && !wanted.every((one) => refused.includes(one)); tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 50))
    return { evaluated, made, script, markup, fetched, colour, wasHere, refused: [...new Set(refused)].sort() }
  }, wanted)
  expect(outcomes).toMatchObject({
    evaluated: 'EvalError',
    made: 'EvalError',
    script: 'TypeError',
    markup: 'TypeError',
    fetched: 'TypeError',
    wasHere: false,
  })
  expect(outcomes.colour).not.toBe('rgb(1, 2, 3)')
  expect(outcomes.refused).toEqual(expect.arrayContaining(wanted))
  expect(app.takeProblems().length).toBeGreaterThan(0)
})

test('the page stays where it is and opens nothing', async () => {
  const { page, electron: main } = app
  await page.evaluate(() => {
    location.href = 'https://example.com/'
    location.href = 'app://bundle/assets/'
  })
  const opened = await page.evaluate(() => {
    const link = document.createElement('a')
    link.href = 'https://example.com/'
    link.target = '_blank'
    document.body.append(link)
    link.click()
    return [window.open('https://example.com/'), window.open('about:blank')]
  })
  expect(opened).toEqual([null, null])
  expect(page.url()).toBe('app://bundle/')
  expect(await main.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  app.takeProblems()
})

test('the same page can be loaded again and gets new ports and a new nonce', async () => {
  const { page } = app
  const nonce = () => page.evaluate(() => document.querySelector('style')?.nonce ?? '')
  const before = await nonce()
  await page.reload()
  await page.getByRole('heading').first().waitFor()
  const after = await nonce()
  expect(before).not.toBe('')
  expect(after).not.toBe(before)
  expect(await callFromPage(page, 'engine', 'overview', {})).toMatchObject({ t: 'ok' })
})

test('app:// serves the bundle and nothing beside it', async () => {
  const answers = await app.page.evaluate(async () => {
    const status = async (url: string, init?: RequestInit) =>
      fetch(url, init).then(
        (response) => response.status,
        () => 'refused',
      )
    const page = await fetch('/')
    return {
      page: page.status,
      sniff: page.headers.get('x-content-type-options'),
      policy: page.headers.get('content-security-policy'),
      up: await status('/..%2fmain%2fstart.mjs'),
      dots: await status('/%2e%2e%2f%2e%2e%2fpackage.json'),
      missing: await status('/assets/none.js'),
      folder: await status('/assets/'),
      post: await status('/', { method: 'POST' }),
      otherHost: await status('app://other/'),
      file: await status('file:///etc/passwd'),
    }
  })
  expect(answers).toMatchObject({
    page: 200,
    sniff: 'nosniff',
    up: 403,
    dots: 403,
    missing: 404,
    folder: 404,
    post: 405,
    otherHost: 'refused',
    file: 'refused',
  })
  expect(answers.policy).toContain("default-src 'none'")
  expect(answers.policy).not.toContain('unsafe')
  app.takeProblems()
})

test('the page gets no permission of the computer, and downloads nothing', async () => {
  const { page, electron: main } = app
  const outcomes = await page.evaluate(async () => {
    const name = (error: unknown) => (error as Error).name
    const states = ['notifications', 'geolocation', 'camera', 'microphone', 'clipboard-read', 'midi'].map(
      async (permission) =>
        `${permission}: ${(await navigator.permissions.query({ name: permission as PermissionName })).state}`,
    )
    return {
      granted: (await Promise.all(states)).filter((state) => !state.endsWith('denied')),
      notifications: await Notification.requestPermission(),
      camera: await navigator.mediaDevices.getUserMedia({ video: true }).then(() => 'given', name),
      clipboard: await navigator.clipboard.readText().then(() => 'given', name),
      screen: await navigator.mediaDevices.getDisplayMedia({ video: true }).then(() => 'given', name),
      place: await new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('given'),
          (error) => resolve(error.code === error.PERMISSION_DENIED ? 'denied' : error.message),
        ),
      ),
    }
  })
  expect(outcomes).toMatchObject({
    granted: [],
    notifications: 'denied',
    clipboard: 'NotAllowedError',
    place: 'denied',
  })
  expect(outcomes.camera).not.toBe('given')
  expect(outcomes.screen).not.toBe('given')

  const download = main.evaluate(
    ({ session }) =>
      new Promise<boolean>((resolve) =>
        session.defaultSession.once('will-download', (event) => resolve(event.defaultPrevented)),
      ),
  )
  await page.evaluate(() => {
    const link = document.createElement('a')
    link.href = '/'
    link.download = 'page.html'
    document.body.append(link)
    link.click()
  })
  expect(await download).toBe(true)
  app.takeProblems()
})

test('a page that is not the app’s gets no port, even with Electron in its hands', async () => {
  const got = await app.electron.evaluate(async ({ BrowserWindow }) => {
    const stranger = new BrowserWindow({
      show: false,
      webPreferences: { nodeIntegration: true, contextIsolation: false, sandbox: false },
    })
    await stranger.loadURL('data:text/html,<p>stranger</p>')
    const ports = await stranger.webContents.executeJavaScript(`
      const { ipcRenderer } = require('electron')
      let ports = 0
      ipcRenderer.on('salvaguarda:port', () => ports++)
      ipcRenderer.send('salvaguarda:connect')
      // An answer to this comes after any answer to that.
      ipcRenderer.invoke('nobody answers this').catch(() => ports)`)
    stranger.destroy()
    return ports
  })
  expect(got).toBe(0)
})

test('no window of the app reaches the network or embeds a browser, even one that may', async () => {
  let requests = 0
  const server = createServer((_request, response) => response.end(String(++requests))).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const outcome = await app.electron.evaluate(async ({ BrowserWindow, webContents }, url) => {
    const stranger = new BrowserWindow({ show: false, webPreferences: { webviewTag: true } })
    const reached = await stranger.loadURL(url).then(
      () => 'reached',
      (error) => error.code,
    )
    await stranger.loadURL('data:text/html,<p>stranger</p>')
    const refused = new Promise((resolve) =>
      stranger.webContents.once('will-attach-webview', (event) => resolve(event.defaultPrevented)),
    )
    await stranger.webContents.executeJavaScript(`
      const view = document.createElement('webview')
      view.src = 'data:text/html,inside'
      document.body.append(view)`)
    const isRefused = await refused
    const views = webContents.getAllWebContents().filter((contents) => contents.getType() === 'webview').length
    stranger.destroy()
    return { reached, isRefused, views }
  }, url)
  server.close()
  expect(outcome).toEqual({ reached: 'ERR_BLOCKED_BY_CLIENT', isRefused: true, views: 0 })
  expect(requests).toBe(0)
})

test('the page sends nothing past its requests either: no call between browsers', async () => {
  let heard = 0
  const tcp = createTcpServer((line) => {
    heard += 1
    line.on('error', () => {}).destroy()
  }).listen(0, '127.0.0.1')
  await once(tcp, 'listening')
  const { port } = tcp.address() as AddressInfo
  const udp = createSocket('udp4').on('message', () => {
    heard += 1
  })
  udp.bind(port, '127.0.0.1')
  await once(udp, 'listening')
  const found = await app.page.evaluate(async (port) => {
    const urls = [`stun:127.0.0.1:${port}`, `turn:127.0.0.1:${port}?transport=tcp`]
    const call = new RTCPeerConnection({ iceServers: [{ urls, username: 'Ana', credential: 'segredo' }] })
    call.createDataChannel('any')
    const candidates: string[] = []
    const over = new Promise((resolve) => {
      call.onicecandidate = ({ candidate }) =>
        candidate === null ? resolve('over') : candidates.push(candidate.candidate)
    })
    await call.setLocalDescription(await call.createOffer())
    await over
    call.close()
    return candidates
  }, port)
  tcp.close()
  udp.close()
  expect(found).toEqual([])
  expect(heard).toBe(0)
})

test('the page may show folders only, and only ones that are there', async () => {
  const show = (folder: string) => callFromPage(app.page, 'shell', 'openFolder', { path: folder })
  const refused = { t: 'err', error: { code: 'IPC_001' } }
  expect(await show(path.join(app.userData, 'none'))).toMatchObject(refused)
  expect(await show('/bin/sh')).toMatchObject(refused)
  expect(await show('.')).toMatchObject(refused)
  expect(await show('https://example.com/')).toMatchObject(refused)
  expect(await show(app.userData)).toMatchObject({ t: 'ok' })
  expect(await app.openedFolders()).toEqual([app.userData])
})

test('when the engine falls the window says so, and it answers again', async () => {
  const { page } = app
  const first = app.enginePid()
  expect(first).toBeDefined()
  process.kill(first ?? 0, 'SIGKILL')
  await expect(page.getByText('A parte que faz as cópias está reiniciando')).toBeVisible()
  await expect(page.getByText('A parte que faz as cópias está reiniciando')).toBeHidden()
  expect(await callFromPage(page, 'engine', 'overview', {})).toMatchObject({ t: 'ok' })
  expect(app.enginePid()).not.toBe(first)
  const log = readFileSync(path.join(app.userData, 'logs', 'salvaguarda.log'), 'utf8')
  expect(log).toContain('engine ended by itself')
})

test('the engine ends with the app', async () => {
  const engine = app.enginePid() ?? 0
  await app.close()
  expect(existsSync(`/proc/${engine}`)).toBe(false)
})

test('a second start on the same data ends at once and leaves the first one alone', async () => {
  const { electron: main, page, userData } = app
  await main.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
  const program = await main.evaluate(() => process.execPath)
  const args = [path.resolve(import.meta.dirname, '../..'), `--user-data-dir=${userData}`, '--no-sandbox']
  const [exitCode] = await once(spawn(program, args, { stdio: 'ignore' }), 'exit')
  expect(exitCode).toBe(0)
  await expect
    .poll(() => main.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()))
    .toBe(true)
  expect(await callFromPage(page, 'engine', 'overview', {})).toMatchObject({ t: 'ok' })
})

test('the window comes back where and how it was left', async ({ launch }) => {
  const { electron: main, userData } = app
  await main.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 60, y: 50, width: 900, height: 640 }),
  )
  await app.close()
  const again = await launch({ userData })
  const bounds = await again.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
  expect(bounds).toEqual({ x: 60, y: 50, width: 900, height: 640 })
})
