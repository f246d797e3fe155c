import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { cleanLogLine } from '#shared/diagnosis/index.ts'

const ROOT = path.join(import.meta.dirname, '..', '..')
const WRITTEN = /(?:log\.(?:info|warn)\(|note\(log, )\s*'([^']+)'/g

it('every event that the program writes into its log is one that a packet for the technician knows', () => {
  const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  const events = files
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .flatMap((name) =>
      [...readFileSync(path.join(ROOT, name), 'utf8').matchAll(WRITTEN)].flatMap(([, event]) => event ?? []),
    )
  expect(events.length).toBeGreaterThan(30)
  expect(events.filter((event) => cleanLogLine(JSON.stringify({ event }), new Set()) === undefined)).toEqual([])
})
