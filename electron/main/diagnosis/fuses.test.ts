import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { fusesOf } from './fuses.ts'
import { lastLines } from './last-lines.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fusíveis é '))
})
afterEach(() => rmSync(folder, { recursive: true }))

it.each([0, 3_999_990, 4_000_000, 9_123_456])(
  'fuses are read wherever in the program they are (%d)',
  async (before) => {
    const program = path.join(folder, 'app')
    const wire = Buffer.concat([
      Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
      Buffer.from([1, 8]),
      Buffer.from('01001r10'),
    ])
    writeFileSync(program, Buffer.concat([Buffer.alloc(before, 7), wire, Buffer.alloc(5000, 7)]))
    expect(await fusesOf(program)).toEqual({
      ...{ runAsNode: false, cookieEncryption: true, nodeOptions: false, nodeCliInspect: false, asarIntegrity: true },
      ...{ ownSnapshot: true, grantFileProtocol: false },
    })
  },
)

it('a program without fuses, or none, has none', async () => {
  writeFileSync(path.join(folder, 'app'), 'nothing')
  expect(await fusesOf(path.join(folder, 'app'))).toBeNull()
  expect(await fusesOf(path.join(folder, 'not there'))).toBeNull()
})

it('of the log the newest lines are kept, without what names somebody', async () => {
  const log = path.join(folder, 'salvaguarda.log')
  const line = (event: string, code: string) =>
    `${JSON.stringify({ at: '2026-11-22T14:00:00Z', level: 'warn', event, code })}\n`
  writeFileSync(`${log}.1`, line('job.failed', 'DEST_101'))
  writeFileSync(
    log,
    `${line('job.failed', 'Ana Souza.pdf')}Error: ENOENT /clínica/Ana Souza.pdf\n    at engine.mjs:3:4\n`,
  )
  const text = JSON.stringify(await lastLines(log))
  expect(text).toContain('DEST_101')
  expect(text).toContain('engine.mjs:3:4')
  expect(text).not.toContain('Ana')
})
