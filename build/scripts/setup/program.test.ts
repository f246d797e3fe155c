import { spawn } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { runProgram } from './program.mjs'

const node = (code: string) => ['--input-type=module', '-e', code]

it('gives back the exit code of the program', async () => {
  expect(await runProgram(process.execPath, node('process.exit(12)'))).toBe(12)
  expect(await runProgram(process.execPath, node('process.kill(process.pid, "SIGKILL")'))).toBe(137)
})

it('passes a hang-up on and waits for the program to end by itself', async () => {
  const program = `
    process.on('SIGHUP', () => setTimeout(() => process.exit(7), 50))
    setInterval(() => {}, 1000)
    console.log('ready')`
  const runner = `
    import { runProgram } from ${JSON.stringify(pathToFileURL(`${import.meta.dirname}/program.mjs`).href)}
    process.exit(await runProgram(process.execPath, ['-e', ${JSON.stringify(program)}]))`
  const child = spawn(process.execPath, node(runner), { stdio: ['ignore', 'pipe', 'inherit'] })
  child.stdout.once('data', () => child.kill('SIGHUP'))
  expect(await new Promise((done) => child.on('exit', (code, signal) => done(code ?? signal)))).toBe(7)
})
