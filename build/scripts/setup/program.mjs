// Runs the program a command is about: the terminal is its own, signals reach it, its exit code becomes ours.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { createInterface } from 'node:readline'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * `quieten`, where given, names the lines of its stderr that are left out.
 * @returns {Promise<number>} exit code; 128 + signal number when a signal ended it, as shells count
 */
export function runProgram(program, args, { quieten, ...options } = {}) {
  return new Promise((done, failed) => {
    const stdio = ['inherit', 'inherit', quieten ? 'pipe' : 'inherit']
    const child = spawn(program, args, { stdio, ...options })
    if (quieten)
      createInterface({ input: child.stderr }).on('line', (line) => {
        if (!quieten.test(line)) process.stderr.write(`${line}\n`)
      })
    const forward = (signal) => {
      // a terminal already sent Ctrl-C to the whole group; a second one would mean "stop at once"
      if (signal === 'SIGINT' && process.stdin.isTTY) return
      child.kill(signal)
    }
    for (const signal of SIGNALS) process.on(signal, forward)
    const settle = () => {
      for (const signal of SIGNALS) process.off(signal, forward)
    }
    child.on('error', (error) => {
      settle()
      failed(error)
    })
    child.on('close', (code, signal) => {
      settle()
      done(signal === null ? code : 128 + constants.signals[signal])
    })
  })
}
