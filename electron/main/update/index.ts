import { readFileSync } from 'node:fs'
import path from 'node:path'
import { app } from 'electron'
import { z } from 'zod'
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
    source: updateSource({ isPackaged: app.isPackaged, platform, description: description(), keys: keys() }),
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

const manifestSchema = z.object({ updateKeys: z.string().optional() })

/** From inside the archive, whose bytes the fuses vouch for. */
function keys(): string | undefined {
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(path.join(app.getAppPath(), 'package.json'), 'utf8')))
      .updateKeys
  } catch {
    return undefined
  }
}

function description(): string | undefined {
  try {
    return readFileSync(path.join(process.resourcesPath, 'app-update.yml'), 'utf8')
  } catch {
    return undefined
  }
}
