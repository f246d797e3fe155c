import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { DemoReport } from './report.ts'

const base = mkdtempSync(path.join(tmpdir(), 'demonstração é '))
afterAll(() => rmSync(base, { recursive: true, force: true }))

const script = path.join(import.meta.dirname, 'demo.ts')
const launchFile = path.join(base, 'launch.json')

/** Runs the driver as `npm run demo` does. */
function demo(
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { ...process.env, SALVAGUARDA_LAUNCH_FILE: launchFile, ...variables }
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], { env, maxBuffer: 1 << 24 }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    )
  })
}

test('a clinic is made, copied while it works, loses a photo, gets it back, and both restics agree', async () => {
  const folder = path.join(base, 'tudo certo')
  const { code, stdout, stderr } = await demo([
    '--headless',
    '--json',
    '--preset',
    'tiny',
    '--no-keychain',
    '--folder',
    folder,
  ])
  const report = JSON.parse(stdout) as DemoReport
  expect(report.steps.filter((step) => !step.ok)).toEqual([])
  expect(report.ok).toBe(true)
  expect(code).toBe(0)
  expect(report.steps.map((step) => step.name)).toEqual([
    ...['clinic', 'set-up', 'first-copy', 'lost-photo', 'database', 'second-copy', 'check'],
    ...['restic@restic-0.14', 'restic@restic-current'],
  ])
  const figures = (name: string) => report.steps.find((step) => step.name === name)?.figures ?? {}
  expect(figures('first-copy').deskTransactions).toBeGreaterThan(0)
  expect(figures('lost-photo').recovered).toMatch(/\.jpg$/)
  expect(existsSync(path.join(report.places.clinic, String(figures('lost-photo').photo)))).toBe(false)
  expect(figures('second-copy').savedShare).toBeGreaterThan(0.5)

  // The words open the vault, so they lie in the report's folder only, for nobody else to read.
  const words = readFileSync(report.places.kitWords, 'utf8').trim()
  expect(words.split(' ')).toHaveLength(24)
  expect(statSync(report.places.kitWords).mode & 0o077).toBe(0)
  for (const told of [stdout, stderr, readFileSync(report.places.report, 'utf8')]) expect(told).not.toContain(words)
  expect(JSON.parse(readFileSync(launchFile, 'utf8'))).toEqual({ userData: report.places.userData })
  // Progress is for people and stays out of the way of programs.
  expect(stderr.split('\n').filter(Boolean)).toHaveLength(report.steps.length)
})

test('wrong arguments end with a sentence, exit code 1 and nothing made', async () => {
  const folder = path.join(base, 'nada')
  const { code, stdout, stderr } = await demo(['--headless', '--json', '--preset', 'enorme', '--folder', folder])
  expect(code).toBe(1)
  expect(stderr).toContain('--preset enorme: não existe')
  expect(JSON.parse(stdout)).toMatchObject({ ok: false })
  expect(existsSync(folder)).toBe(false)
})

test('a restic that does not agree ends the demo with its code, exit code 1, and no app is opened on it', async () => {
  const folder = path.join(base, 'discorda')
  const args = ['--headless', '--json', '--preset', 'tiny', '--no-keychain', '--folder', folder]
  const { code, stdout } = await demo(args, { SALVAGUARDA_RESTIC_0_14: '/bin/false' })
  const report = JSON.parse(stdout) as DemoReport
  expect(code).toBe(1)
  expect(report.ok).toBe(false)
  expect(report.steps.at(-1)).toMatchObject({ ok: false, error: { code: 'DEMO_RESTIC_FAILED' } })
  expect(existsSync(launchFile)).toBe(false)
  expect(readFileSync(report.places.report, 'utf8')).toContain('O restic não concordou com o cofre.')
})
