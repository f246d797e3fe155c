import { app } from 'electron'
import type { Supervisor } from './engine-process/index.ts'
import type { Keychain } from './keychain/index.ts'
import type { MainWindow } from './windows/index.ts'

/** Ends the app so that nothing is cut off: the window goes at once, the engine puts its work down, then everything ends. */
export function quitInOrder(engine: Supervisor, window: MainWindow, keychain: Keychain): void {
  let isEngineStopped = false
  app.on('before-quit', (event) => {
    window.letClose()
    if (isEngineStopped) return
    event.preventDefault()
    window.hide()
    void engine.stop().then(() => {
      isEngineStopped = true
      app.quit()
    })
  })
  app.on('quit', () => {
    // A keyring that waits for its password holds a thread, and a normal end would wait for that thread for ever.
    if (keychain.isAsking()) process.kill(process.pid, 'SIGKILL')
  })
}
