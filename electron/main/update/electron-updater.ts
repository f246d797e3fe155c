import type { AppUpdater } from 'electron-updater'
import type { GenericProvider } from 'electron-updater/out/providers/GenericProvider.js'
import { signedProvider } from './signed-provider.ts'
import type { ReadySource } from './source.ts'
import type { Updater } from './updates.ts'

let loaded: Promise<Updater> | undefined

/** Late: a clinic whose package looks for nothing never pays for it. */
export function loadUpdater(source: ReadySource): Promise<Updater> {
  loaded ??= load(source)
  return loaded
}

async function load(source: ReadySource): Promise<Updater> {
  const module: { default: { autoUpdater: AppUpdater } } = await import('electron-updater')
  const plain: { default: { GenericProvider: typeof GenericProvider } } = await import(
    'electron-updater/out/providers/GenericProvider.js'
  )
  const updater = module.default.autoUpdater
  updater.setFeedURL({ provider: 'custom', updateProvider: signedProvider(plain.default.GenericProvider, source) })
  // Its lines name paths; ours say a code.
  updater.logger = null
  updater.autoDownload = true
  // Nobody who closes a program for the night expects it to ask for an administrator.
  updater.autoInstallOnAppQuit = false
  updater.allowDowngrade = false
  updater.allowPrerelease = false
  updater.disableWebInstaller = true
  return {
    async fetchNewer() {
      const found = await updater.checkForUpdates()
      if (!found?.isUpdateAvailable) return null
      await found.downloadPromise
      return found.updateInfo.version
    },
    installAndStart() {
      let hasFailed = false
      updater.once('error', () => {
        hasFailed = true
      })
      updater.quitAndInstall(false, true)
      // It says so at once where it replaces files itself; an installer of Windows or macOS goes its own way from here.
      return !hasFailed
    },
  }
}
