import { homedir } from 'node:os'
import path from 'node:path'
import type { Context } from './context.ts'

/** Where the app keeps what is its own, unless told otherwise. */
export function dataFolder({ values, environment }: Pick<Context, 'values' | 'environment'>): string {
  const named = values.text('data') ?? environment.SALVAGUARDA_DATA_FOLDER
  if (named !== undefined) return path.resolve(named)
  const home = homedir()
  const base =
    process.platform === 'win32'
      ? (environment.APPDATA ?? path.join(home, 'AppData', 'Roaming'))
      : process.platform === 'darwin'
        ? path.join(home, 'Library', 'Application Support')
        : (environment.XDG_CONFIG_HOME ?? path.join(home, '.config'))
  return path.join(base, 'Salvaguarda', 'engine')
}
