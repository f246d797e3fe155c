import { type App, app, type WebPreferences } from 'electron'
import { APP_ORIGIN } from '#shared/contracts/index.ts'

/** How every window of the app is made. */
export function pagePreferences(preload: string): WebPreferences {
  return {
    preload,
    // SECURITY: the page lives in Chromium's sandbox, in a world of its own, without Node.
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    // SECURITY: what a clinic gets has no developer tools.
    devTools: !app.isPackaged,
    // Chromium would fetch dictionaries from the network.
    spellcheck: false,
  }
}

/** Keeps every page where it is: it goes nowhere, opens nothing and embeds nothing. */
export function guardWebContents(electron: App): void {
  electron.on('web-contents-created', (_event, contents) => {
    // SECURITY: no calls between browsers past the session's own proxy.
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
    // SECURITY: no second window, whatever asks for it.
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    // SECURITY: no way out of the app's own page; the same page again is a reload.
    contents.on('will-navigate', (event) => {
      if (!isOwnPage(event.url)) event.preventDefault()
    })
    contents.on('will-frame-navigate', (event) => {
      if (!isOwnPage(event.url)) event.preventDefault()
    })
    contents.on('will-redirect', (event) => event.preventDefault())
    // SECURITY: no embedded browser.
    contents.on('will-attach-webview', (event) => event.preventDefault())
  })
}

function isOwnPage(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, host, pathname } = new URL(url)
  return `${protocol}//${host}` === APP_ORIGIN && pathname === '/'
}
