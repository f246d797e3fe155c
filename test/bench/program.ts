import { execFileSync } from 'node:child_process'
import path from 'node:path'

const ROOT = path.join(import.meta.dirname, '..', '..')

/** Our command line as its authors read it; Node translates it at every start. */
export const SOURCE = path.join(ROOT, 'electron', 'engine', 'cli', 'start.ts')

/** Our command line as it is installed, made anew from the source of this moment. Gives the file to start. */
export function buildProgram(cache: string): string {
  const folder = path.join(cache, 'program')
  execFileSync(process.execPath, [path.join(ROOT, 'build', 'scripts', 'bundle-cli.mjs'), folder], { stdio: 'inherit' })
  return path.join(folder, 'salvaguarda.mjs')
}
