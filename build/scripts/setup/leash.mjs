// Starts a helper program (display, bus, keyring) that cannot outlive us: its shell waits on a pipe we hold open, and
// ends the program when the pipe closes, even if we are killed without a chance to clean up.
import { spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { SetupError } from './say.mjs'

const SHELL =
  'printf %s "$LEASH_INPUT" | "$@" & p=$!; exec 3>&-; cat >/dev/null; kill $p 2>/dev/null; wait $p 2>/dev/null'

/**
 * @param {{env?: Record<string, string | undefined>, input?: string}} options `input` is what the program reads on stdin
 * @returns an object whose `firstLine()` is what the program writes on its file descriptor 3, and `stop()` ends it
 */
export function leash(program, args, { env = process.env, input = '' } = {}) {
  const child = spawn('/bin/sh', ['-c', SHELL, 'sh', program, ...args], {
    env: { ...env, LEASH_INPUT: input },
    stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
    // not in the terminal's group: Ctrl-C must reach the app before its display goes away
    detached: true,
  })
  child.on('error', () => {})
  const ended = new Promise((done) => child.once('close', done))
  const firstLine = async () => {
    let text = ''
    const reading = (async () => {
      for await (const chunk of child.stdio[3]) {
        text += chunk
        if (text.includes('\n')) return text.slice(0, text.indexOf('\n'))
      }
      return null
    })()
    const line = await Promise.race([reading, wait(15_000, null, { ref: false })])
    if (line === null) throw new SetupError(`${program} did not start`)
    return line
  }
  const stop = async () => {
    child.stdin.destroy()
    child.stdio[3].destroy()
    await Promise.race([ended, wait(3000, null, { ref: false })])
  }
  return { firstLine, stop }
}
