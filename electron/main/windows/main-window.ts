import { app, BrowserWindow, nativeTheme } from 'electron'
import { APP_ORIGIN } from '#shared/contracts/index.ts'
import type { Paths } from '../paths.ts'
import { pagePreferences } from '../security/index.ts'
import { keepState, lastState } from './window-state.ts'

const USUAL = { width: 1180, height: 800 }
/** Somebody who comes back within this time finds the page as it was; for nobody it would hold 90 MB. */
const AWAY_MS = 2 * 60_000
/** A page that falls as soon as it is there must not keep the whole computer busy. */
const PAGE_PAUSE_MS = 1_000
const SMALLEST = { minWidth: 760, minHeight: 560 }

export type MainWindow = {
  /** Brings the window to the front; makes it first where there is none. */
  show(): void
  /** Puts it away; the app goes on. */
  hide(): void
  /** From here on a closed window is closed for good. */
  letClose(): void
  /** True when there is no window because nobody looked for a while: the app goes on. */
  readonly isAtRest: boolean
}

/**
 * The app's one window. Made when it is first wanted, so that an app that started by itself costs no page.
 *
 * `staysBehind` says whether closing it only puts it away.
 */
export function keepMainWindow(paths: Paths, staysBehind: () => boolean): MainWindow {
  let window: BrowserWindow | undefined
  let isEnding = false
  let isAtRest = false
  const make = () => {
    const made = openWindow(paths)
    let resting: NodeJS.Timeout | undefined
    made.on('close', (event) => {
      if (isEnding || !staysBehind()) return
      event.preventDefault()
      made.hide()
    })
    made.on('hide', () => {
      clearTimeout(resting)
      resting = setTimeout(() => {
        isAtRest = !isEnding
        made.destroy()
      }, AWAY_MS)
    })
    made.on('show', () => clearTimeout(resting))
    made.once('closed', () => {
      clearTimeout(resting)
      window = undefined
    })
    return made
  }
  return {
    show: () => {
      if (!window) {
        isAtRest = false
        window = make()
        return
      }
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
    },
    hide: () => window?.hide(),
    letClose: () => {
      isEnding = true
    },
    get isAtRest() {
      return isAtRest
    },
  }
}

/** Opens it where it stood last time; shows it when there is something to see. */
function openWindow(paths: Paths): BrowserWindow {
  const state = lastState(paths.windowState)
  const window = new BrowserWindow({
    ...SMALLEST,
    ...(state ? { x: state.x, y: state.y, width: state.width, height: state.height } : USUAL),
    show: false,
    title: app.getName(),
    icon: paths.icon,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#0f1a18' : '#f5f1e9',
    webPreferences: pagePreferences(paths.preload),
  })
  window.on('page-title-updated', (event) => event.preventDefault())
  window.once('ready-to-show', () => {
    if (state?.isMaximized) window.maximize()
    window.show()
  })
  // The page's own process fell: show it again, its ports come with the new page.
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return
    setTimeout(() => {
      if (!window.isDestroyed()) window.webContents.reload()
    }, PAGE_PAUSE_MS)
  })
  keepState(window, paths.windowState)
  void window.loadURL(`${APP_ORIGIN}/`)
  return window
}
