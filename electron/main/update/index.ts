import { readFileSync } from 'node:fs'
import path from 'node:path'
import { app } from 'electron'
import type { EngineWatch } from '../engine-watch.ts'
import { type LineLog, note } from '../line-log.ts'
import { loadUpdater } from './electron-updater.ts'
import { updateSource } from './source.ts'
import { openUpdates, type Updates } from './updates.ts'

export type { Updates } from './updates.ts'

/** Newer versions of this very app, from where its build said. */
export function followUpdates(watch: EngineWatch, engine: { stop(): Promise<void> }, log: LineLog): Updates {
  const { platform } = process
  return openUpdates({
    source: updateSource({ isPackaged: app.isPackaged, platform, description: description() }),
    load: loadUpdater,
    // An engine that has not answered yet may be at anything.
    isBusy: () => watch.known().overview?.running.length !== 0,
    stopEngine: () => engine.stop(),
    startAgain: () => {
      app.relaunch()
      app.quit()
    },
    onFailure: (code) => note(log, 'update failed', { code }),
    later: (delayMs, work) => void setTimeout(work, delayMs).unref(),
  })
}

function description(): string | undefined {
  try {
    return readFileSync(path.join(process.resourcesPath, 'app-update.yml'), 'utf8')
  } catch {
    return undefined
  }
}
