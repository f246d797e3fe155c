import { mkdirSync, statSync } from 'node:fs'
import module from 'node:module'
import { homedir } from 'node:os'
import path from 'node:path'

/**
 * Lets Node keep what it made of our source, so that a command does not spend half a second of CPU on reading it again.
 *
 * SECURITY: what lies there is run. So it is a folder of this person's own, never the shared temporary one, and never somebody else's (sudo that keeps HOME).
 */
export function keepCompiledCode(environment: NodeJS.ProcessEnv): void {
  const caches = environment.XDG_CACHE_HOME ?? environment.LOCALAPPDATA ?? path.join(homedir(), '.cache')
  const folder = path.join(caches, 'salvaguarda', 'code')
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (process.geteuid && statSync(folder).uid !== process.geteuid()) return
    module.enableCompileCache?.(folder)
    // threads read it from here
    environment.NODE_COMPILE_CACHE = folder
  } catch {
    // Only time is lost.
  }
}
