import { spawn, spawnSync } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { runProgram } from './program.mjs'

const node = (code: string) => ['--input-type=module', '-e', code]

it('gives back the exit code of the program', async () => {
  expect(await runProgram(process.execPath, node('process.exit(12)'))).toBe(12)
  expect(await runProgram(process.execPath, node('process.kill(process.pid, "SIGKILL")'))).toBe(137)
})

it('leaves out the lines of stderr it was told to, and only those', () => {
  const runner = `
    import { runProgram } from ${JSON.stringify(pathToFileURL(`${import.meta.dirname}/program.mjs`).href)}
    const talk = 'for (const line of ["noise 1", "news", "noise 2"]) console.error(line)'
    await runProgram(process.execPath, ['-e', talk], { quieten: /^noise/ })`
  expect(spawnSync(process.execPath, node(runner), { encoding: 'utf8' }).stderr).toBe('news\n')
})

it('passes a hang-up on and waits for the program to end by itself', async () => {
  const program = `
    process.on('SIGHUP', () => setTimeout(() => process.exit(7), 50))
    process.stdin.resume().on('end', () => process.exit(1))
    console.log('ready')`
  const runner = `
    import { runProgram } from ${JSON.stringify(pathToFileURL(`${import.meta.dirname}/program.mjs`).href)}
    process.exit(await runProgram(process.execPath, ['-e', ${JSON.stringify(program)}]))`
  const child = spawn(process.execPath, node(runner), { stdio: ['pipe', 'pipe', 'ignore'] })
  const ended = new Promise((done) => child.on('exit', (code, signal) => done(code ?? signal)))
  // the program itself ends with its stdin, whatever happens to the signal
  const limit = setTimeout(() => child.stdin.end(), 50_000)
  child.stdout.once('data', () => child.kill('SIGHUP'))
  expect(await ended).toBe(7)
  clearTimeout(limit)
})
