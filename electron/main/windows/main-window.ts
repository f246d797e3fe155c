import { app, BrowserWindow, nativeTheme } from 'electron'
import { APP_ORIGIN } from '#shared/contracts/index.ts'
import type { Paths } from '../paths.ts'
import { pagePreferences } from '../security/index.ts'
import { keepState, lastState } from './window-state.ts'

const USUAL = { width: 1180, height: 800 }
/** A page that falls as soon as it is there must not keep the whole computer busy. */
const PAGE_PAUSE_MS = 1_000
const SMALLEST = { minWidth: 760, minHeight: 560 }

/** Opens the app's one window, where it stood last time; shows it when there is something to see. */
export function openMainWindow(paths: Paths): BrowserWindow {
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

/** Brings the window to the front: what a second start of the app does. */
export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
