// Runs a program to its end and keeps its output for the error message; quiet unless it fails.
import { spawn } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'
import { SetupError } from './say.mjs'

/** @returns {Promise<{code: number | null, signal: string | null, stdout: string, stderr: string}>} */
export function capture(program, args, options = {}) {
  return new Promise((done, failed) => {
    const child = spawn(program, args, { windowsHide: true, ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    const stdout = []
    const stderr = []
    child.stdout.on('data', (chunk) => stdout.push(chunk))
    child.stderr.on('data', (chunk) => stderr.push(chunk))
    child.on('error', failed)
    child.on('close', (code, signal) =>
      done({ code, signal, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() }),
    )
  })
}

/** Like capture, but a failure is a SetupError that shows the end of what the program said. Returns stdout. */
export async function quietly(program, args, options = {}) {
  let result
  try {
    result = await capture(program, args, options)
  } catch (cause) {
    throw new SetupError(`could not start ${program}: ${cause.message}`, { cause })
  }
  if (result.code !== 0) {
    const lines = stripVTControlCharacters(`${result.stdout}\n${result.stderr}`)
      .split('\n')
      .filter((line) => line.trim() !== '' && !/^\s+at /.test(line))
    // some programs give the reason first and then how they are used, others end with it
    const said = (lines.length > 24 ? [...lines.slice(0, 12), '…', ...lines.slice(-12)] : lines).join('\n')
    const ended = result.signal === null ? `exit code ${result.code}` : result.signal
    throw new SetupError(`${program} ${args.slice(0, 3).join(' ')} failed (${ended}):\n${said}`)
  }
  return result.stdout
}
