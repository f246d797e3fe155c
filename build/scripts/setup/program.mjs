// Runs the program a command is about: the terminal is its own, signals reach it, its exit code becomes ours.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** @returns {Promise<number>} exit code; 128 + signal number when a signal ended it, as shells count */
export function runProgram(program, args, options = {}) {
  return new Promise((done, failed) => {
    const child = spawn(program, args, { stdio: 'inherit', ...options })
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
    child.on('exit', (code, signal) => {
      settle()
      done(signal === null ? code : 128 + constants.signals[signal])
    })
  })
}
