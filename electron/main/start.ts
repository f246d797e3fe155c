import { app, nativeTheme, session } from 'electron'
import { type Screen, shellContract } from '#shared/contracts/index.ts'
import { traceOf } from '#shared/errors/index.ts'
import { serve } from '#shared/wire/index.ts'
import { folderChooser, textFileChooser } from './choose-folder.ts'
import { type ComputerStore, openComputer } from './computer.ts'
import { watchDevices } from './devices.ts'
import { shellParts } from './diagnosis/index.ts'
import { runEngine } from './engine-process/index.ts'
import { type EngineWatch, watchEngine } from './engine-watch.ts'
import { sparesWhatWebPagesNeed } from './frugal.ts'
import { hostApi } from './host-api.ts'
import { openKeychain } from './keychain/index.ts'
import { note, openLineLog } from './line-log.ts'
import { BACKGROUND, openLoginStart } from './login-start/index.ts'
import { setMenu } from './menu.ts'
import { openNavigation } from './navigation.ts'
import { type Notifications, openNotifications } from './notifications.ts'
import { appPaths } from './paths.ts'
import { mainPort } from './port.ts'
import { watchPower } from './power/index.ts'
import { languageKept, openPreferences } from './preferences.ts'
import { printRecord } from './print-record.ts'
import { quitInOrder } from './quit.ts'
import {
  cameraGate,
  guardSession,
  guardWebContents,
  registerAppScheme,
  sandboxEverything,
  serveApp,
} from './security/index.ts'
import { shellApi } from './shell-api.ts'
import { openTray } from './tray/index.ts'
import { followUpdates } from './update/index.ts'
import { handOverPorts, keepMainWindow } from './windows/index.ts'

/** The packages' own name (electron-builder.yml): Windows ties notifications and the start at login to it. */
const APP_ID = 'br.salvaguarda.app'

// Before Electron is ready: what it will not take any more later.
app.setAppUserModelId(APP_ID)
registerAppScheme()
sandboxEverything(app)
guardWebContents(app)
sparesWhatWebPagesNeed(app)
const paths = appPaths()
// Fields for dates are Chromium's own: they speak the app's language, whatever the computer's is.
app.commandLine.appendSwitch('lang', languageKept(paths.preferences))
/** Falls in a row after which it is not coming back by itself. */
const STOPPED_AFTER = 3

// One app a computer: a second start only brings the first one's window to the front.
if (app.requestSingleInstanceLock()) void start()
else app.quit()

// Not awaited at the top: Electron becomes ready only after this module has been read to its end.
async function start(): Promise<void> {
  await app.whenReady()
  const camera = cameraGate()
  guardSession(session.defaultSession, camera)
  serveApp(session.defaultSession, paths.renderer)
  setMenu()

  const preferences = openPreferences(paths.preferences, ({ theme }) => {
    nativeTheme.themeSource = theme
  })
  const language = () => preferences.get().language
  const log = openLineLog(paths.log)
  // Electron's own answer is a dialog in English that stops everything until somebody reads it; the engine goes on without us.
  process.on('uncaughtException', (error) => note(log, 'main failed', traceOf(error)))
  const keychain = openKeychain()
  const navigation = openNavigation()
  const computer = openComputer(paths.computer, openLoginStart())
  const open = (screen: Screen) => {
    navigation.goTo(screen)
    window.show()
  }
  const notifications = openNotifications({ language, icon: paths.icon, onOpen: open })
  const install = () => updates.install()
  const engine = runEngine(paths, hostApi(keychain, notifications, printRecord, install), log)
  const watch = watchEngine(engine, watchPower(), watchDevices())
  tellWhenStopped(watch, notifications)
  const updates = followUpdates(watch, engine, log)
  // Before set-up there is nothing that could go on behind a closed window.
  const window = keepMainWindow(paths, () => watch.known().overview?.state.kind !== 'fresh')
  const choosers = { chooseFolder: folderChooser(), chooseTextFile: textFileChooser() }
  const diagnosis = () => shellParts(paths, engine, language())
  handOverPorts(engine, (page, port) =>
    serve(
      mainPort(port),
      shellContract,
      shellApi(page, { preferences, engine, ...choosers, computer, navigation, camera, updates, diagnosis }),
      (name) => note(log, 'shell call failed', { name }),
    ),
  )
  openTray({
    watch,
    computer,
    language,
    onLanguage: preferences.onChange,
    art: paths.trayArt,
    actions: { open, copyNow: () => void watch.copyNow().catch(() => {}), quit: () => app.quit() },
  })
  startWithThePerson(watch, computer)

  if (!process.argv.includes(BACKGROUND)) window.show()
  // Who started it by hand wants to see it; what started by itself at login has nothing to add.
  app.on('second-instance', (_event, argv) => {
    if (!argv.includes(BACKGROUND)) window.show()
  })
  app.on('window-all-closed', () => {
    if (!window.isAtRest) app.quit()
  })

  quitInOrder(engine, window, keychain)
}

/** The engine tells of everything but itself: one that falls again and again is main's to tell, once a series of falls. */
function tellWhenStopped(watch: EngineWatch, notifications: Notifications): void {
  let isTold = false
  watch.onChange(() => {
    const { health, isRefused } = watch.known()
    // One that is starting again has not shown yet that it stays up.
    if (health.kind === 'running' && !isRefused) return
    const isStopped = isRefused || (health.kind === 'restarting' && health.attempt >= STOPPED_AFTER)
    if (isStopped && !isTold) notifications.showEngineStopped()
    isTold = isStopped
  })
}

/** From the moment something is protected, the protection starts by itself; whoever turned that off later is obeyed. */
function startWithThePerson(watch: EngineWatch, computer: ComputerStore): void {
  let wasFresh = false
  watch.onChange(() => {
    const kind = watch.known().overview?.state.kind
    // Where the app is not packaged, a developer's own computer would start it.
    if (wasFresh && kind === 'ready' && app.isPackaged) computer.set({ startsAtLogin: true })
    wasFresh = kind === 'fresh'
  })
}
