import { app, nativeTheme, session } from 'electron'
import { shellContract } from '#shared/contracts/index.ts'
import { serve } from '#shared/wire/index.ts'
import { folderChooser } from './choose-folder.ts'
import { runEngine } from './engine-process/index.ts'
import { hostApi } from './host-api.ts'
import { openKeychain } from './keychain/index.ts'
import { note, openLineLog } from './line-log.ts'
import { setMenu } from './menu.ts'
import { appPaths } from './paths.ts'
import { mainPort } from './port.ts'
import { openPreferences } from './preferences.ts'
import { quitInOrder } from './quit.ts'
import { guardSession, guardWebContents, registerAppScheme, sandboxEverything, serveApp } from './security/index.ts'
import { shellApi } from './shell-api.ts'
import { handOverPorts, openMainWindow, showWindow } from './windows/index.ts'

// Before Electron is ready: what it will not take any more later.
registerAppScheme()
sandboxEverything(app)
guardWebContents(app)
// Forms and lists need no graphics card; a missing one or its bad driver now and then leaves a window that never draws.
app.disableHardwareAcceleration()
const paths = appPaths()

// One app a computer: a second start only brings the first one's window to the front.
if (app.requestSingleInstanceLock()) void start()
else app.quit()

// Not awaited at the top: Electron becomes ready only after this module has been read to its end.
async function start(): Promise<void> {
  await app.whenReady()
  guardSession(session.defaultSession)
  serveApp(session.defaultSession, paths.renderer)
  setMenu()

  const preferences = openPreferences(paths.preferences, ({ theme }) => {
    nativeTheme.themeSource = theme
  })
  const log = openLineLog(paths.log)
  const keychain = openKeychain()
  const engine = runEngine(paths, hostApi(keychain), log)
  const chooseFolder = folderChooser()
  handOverPorts(engine, (page, port) =>
    serve(mainPort(port), shellContract, shellApi(page, { preferences, engine, chooseFolder }), (name) =>
      note(log, 'shell call failed', { name }),
    ),
  )

  const window = openMainWindow(paths)
  app.on('second-instance', () => showWindow(window))
  app.on('window-all-closed', () => app.quit())

  quitInOrder(engine, window, keychain)
}
