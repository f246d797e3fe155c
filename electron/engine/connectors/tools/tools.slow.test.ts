import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join, relative } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { judgeDump } from './commit-rule.ts'
import { findTool } from './find-tool.ts'
import { LineReader } from './line-reader.ts'
import { partName } from './part-name.ts'
import { type DumpRule, provenStream, sinkMeasured } from './proven-stream.ts'
import { runTool, startTool } from './run-tool.ts'

const shell = (script: string, more: Partial<Parameters<typeof startTool>[0]> = {}) => ({
  program: '/bin/sh',
  args: ['-c', script],
  ...more,
})
const always = { take: () => {}, isWhole: () => true }
const rule = { check: always, codeOfComplaints: () => undefined, lastGoodBytes: undefined, signal: undefined }

async function read(script: string, more: Partial<DumpRule> = {}) {
  let bytes = 0
  for await (const block of provenStream(startTool(shell(script)), { ...rule, ...more })) bytes += block.length
  return bytes
}

it('lets a dump pass only when everything about it is right', () => {
  const whole = {
    end: { kind: 'exited', exitCode: 0 },
    hasTrailer: true,
    complaint: undefined,
    bytes: 100,
    lastGoodBytes: 200,
  } as const
  expect(judgeDump(whole)).toBeUndefined()
  expect(judgeDump({ ...whole, lastGoodBytes: 201 })).toBe('DB_111')
  expect(judgeDump({ ...whole, hasTrailer: false })).toBe('DB_104')
  expect(judgeDump({ ...whole, bytes: 0, lastGoodBytes: undefined })).toBe('DB_104')
  expect(judgeDump({ ...whole, end: { kind: 'exited', exitCode: 1 } })).toBe('DB_104')
  expect(judgeDump({ ...whole, end: { kind: 'died' } })).toBe('DB_104')
  expect(judgeDump({ ...whole, end: { kind: 'killed', why: 'silent' } })).toBe('DB_104')
  expect(judgeDump({ ...whole, end: { kind: 'not-started' } })).toBe('DB_108')
  expect(judgeDump({ ...whole, complaint: 'DB_102' })).toBe('DB_102')
})

it('turns the end of a stream into the verdict', async () => {
  expect(await read('printf 12345')).toBe(5)
  await expect(read('printf 12345; exit 3')).rejects.toMatchObject({ code: 'DB_104' })
  await expect(read('printf 12345; kill -9 $$')).rejects.toMatchObject({ code: 'DB_104' })
  await expect(read('true')).rejects.toMatchObject({ code: 'DB_104' })
  const complains = { codeOfComplaints: (text: string) => (text.includes('erro') ? ('DB_102' as const) : undefined) }
  await expect(read('printf 12345; echo erro >&2', complains)).rejects.toMatchObject({ code: 'DB_102' })
})

it('ends a tool that spins in silence, and one that asks for ever (traps 8 and 10)', async () => {
  const spins = await runTool(shell('while :; do :; done', { idleTimeoutMs: 200 }))
  expect(spins.end).toEqual({ kind: 'killed', why: 'silent' })
  const asks = await runTool(shell('while :; do echo next volume?; done', { mostOutputBytes: 50_000 }))
  expect(asks.end).toEqual({ kind: 'killed', why: 'flooding' })
})

it('does not take a reader that is slow for a tool that hangs', async () => {
  // Longer than any busy computer takes to start a shell.
  const idleTimeoutMs = 3000
  const run = startTool(shell('printf 1; sleep 0.1; printf 2', { idleTimeoutMs }))
  let read = ''
  for await (const block of run.output) {
    if (read === '') await new Promise((resolve) => setTimeout(resolve, 1.7 * idleTimeoutMs))
    read += Buffer.from(block).toString()
  }
  expect(read).toBe('12')
  expect(await run.ended).toEqual({ kind: 'exited', exitCode: 0 })
})

it('gives a tool nothing to read where nothing was meant for it, and none of our own settings', async () => {
  process.env.PGOPTIONS = '-c statement_timeout=1'
  onTestFinished(() => {
    delete process.env.PGOPTIONS
  })
  expect((await runTool(shell('cat; echo "[$PGOPTIONS] $LC_ALL"'))).printed).toBe('[] C\n')
  await expect(runTool({ program: '/não/existe', args: [] })).rejects.toMatchObject({ code: 'DB_108' })
})

it('ends the tool when the one who keeps the dump fails, and tells that failure', async () => {
  const run = startTool(shell('while :; do echo x; done'))
  const pulled = new Error('disco')
  const kept = sinkMeasured(
    async ({ bytes }) => {
      for await (const _ of bytes) throw pulled
    },
    { name: 'a.sql', bytes: provenStream(run, rule) },
  )
  await expect(kept).rejects.toBe(pulled)
  expect(await run.ended).toEqual({ kind: 'killed', why: 'stopped' })
})

it('cuts lines wherever blocks end, and keeps little of one that is endless', () => {
  const lines: string[] = []
  const reader = new LineReader((line) => lines.push(line.toString()), 8)
  for (const piece of ['a', 'b\nc\n\nd', '12345678901', '\nlast']) reader.take(Buffer.from(piece))
  reader.finish()
  expect(lines).toEqual(['ab', 'c', '', 'd1234567', 'last'])
})

it('names a part so that every system can store it', () => {
  expect(partName('clinica', '.sql')).toBe('clinica.sql')
  expect(partName('C:\\Dados\\Medicine ção.fdb', '.fbk')).toBe('Medicine ção.fdb.fbk')
  expect(partName('../..', '.sql')).toBe('banco.sql')
  expect(partName('a:b*c', '.sql')).toBe('a_b_c.sql')
})

it('takes the newest of several versions, or only the folder that was named', async () => {
  const root = await mkdtemp(join(tmpdir(), 'ferramentas é '))
  onTestFinished(() => rm(root, { recursive: true }))
  for (const version of ['9.6', '15', '14']) {
    await mkdir(join(root, version, 'bin'), { recursive: true })
    await writeFile(join(root, version, 'bin', 'pg_x'), '', { mode: 0o755 })
  }
  const versioned = [{ parent: root, below: 'bin' }]
  expect(await findTool({ names: ['pg_x'], folder: undefined, versioned })).toBe(join(root, '15', 'bin', 'pg_x'))
  const folder = join(root, '9.6', 'bin')
  expect(await findTool({ names: ['pg_y', 'pg_x'], folder, versioned })).toBe(join(folder, 'pg_x'))
  await expect(findTool({ names: ['pg_x'], folder: root, versioned })).rejects.toMatchObject({ code: 'DB_108' })
  // A disk that somebody works on is no place for tools, whatever the path says.
  vi.stubEnv('PATH', `.${delimiter}${relative(process.cwd(), folder)}`)
  onTestFinished(() => void vi.unstubAllEnvs())
  await expect(findTool({ names: ['pg_x'], folder: undefined })).rejects.toMatchObject({ code: 'DB_108' })
  vi.stubEnv('PATH', folder)
  expect(await findTool({ names: ['pg_x'], folder: undefined })).toBe(join(folder, 'pg_x'))
  expect(await readdir(root)).toHaveLength(3)
})
