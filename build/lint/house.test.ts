import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { inspectHouse } from './house.mjs'

let house: string
beforeEach(() => {
  house = mkdtempSync(join(tmpdir(), 'casa é '))
})
afterEach(() => rmSync(house, { recursive: true, force: true }))

const write = (path: string, text: string) => {
  mkdirSync(dirname(join(house, path)), { recursive: true })
  writeFileSync(join(house, path), text)
}

/** A file with one import, in a house that is otherwise clean. */
const breachesOf = (path: string, code: string): string[] => {
  write(path, code)
  return inspectHouse(house).breaches.filter((breach: string) => breach.startsWith(path))
}

describe('who may import whom', () => {
  const planted: [string, string, RegExp][] = [
    ['shared/units/size.ts', "import { z } from 'node:fs'", /shared may not import 'node'/],
    [
      'shared/units/size.ts',
      "import type { a } from '../../electron/engine/vault/index.ts'",
      /may not import electron/,
    ],
    ['renderer/start.tsx', "import { a } from '#engine/vault/index.ts'", /renderer may not import electron/],
    ['renderer/start.tsx', "const e = await import('electron')", /renderer may not import 'electron'/],
    ['renderer/start.tsx', "import { a } from '../electron/preload/preload.ts'", /renderer may not import electron/],
    ['electron/preload/preload.ts', "import { a } from '../main/window.ts'", /preload may not import electron/],
    ['electron/main/start.ts', "import { a } from '../engine/start.ts'", /main may not import electron/],
    ['electron/main/start.ts', "import Database from 'better-sqlite3'", /may only be imported in/],
    ['electron/engine/vault/open.ts', "import { app } from 'electron'", /engine may not import 'electron'/],
    ['electron/engine/vault/open.ts', "import Database from 'better-sqlite3'", /may only be imported in/],
    [
      'electron/engine/vault/open.ts',
      "type A = import('#engine/jobs/index.ts').A",
      /only go down: vault is below jobs/,
    ],
    ['electron/engine/sources/a.ts', "export * from '#engine/catalog/index.ts'", /on one line/],
    ['electron/engine/vault/open.ts', "import { a } from '#engine/kernel/clock.ts'", /import its door/],
    ['electron/engine/vault/open.ts', "import { a } from '../kernel/clock.ts'", /import its door/],
    ['electron/engine/vault/open.ts', "import { a } from '#shared/errors/codes.ts'", /import its door/],
    ['electron/engine/vault/open.ts', "import { a } from './test-support/fake.ts'", /is for tests only/],
    ['electron/engine/cli/a.ts', "import { a } from '../engine.ts'", /on one line/],
    ['electron/engine/jobs/a.ts', "import { a } from '../engine.ts'", /only go down/],
    ['electron/engine/novo/a.ts', "import { a } from '#engine/kernel/index.ts'", /no line in build\/lint\/rooms.mjs/],
  ]
  it.each(planted)('refuses in %s: %s', (path, code, message) => {
    expect(breachesOf(path, `${code}\n`)).toEqual([expect.stringMatching(message)])
  })

  const allowed: [string, string][] = [
    ['electron/engine/vault/open.ts', "import { a } from '#engine/kernel/index.ts'"],
    ['electron/engine/vault/open.ts', "import { a } from './format/tree.ts'"],
    ['electron/engine/vault/open.test.ts', "import { it } from 'vitest'"],
    ['electron/engine/vault/test-support/fake.ts', "import { it } from 'vitest'"],
    ['electron/engine/vault/open.test.ts', "import { a } from './test-support/fake.ts'"],
    ['electron/engine/connectors/sqlite/a.ts', "import Database from 'better-sqlite3'"],
    ['electron/engine/start.ts', "import { a } from './api.ts'"],
    ['electron/main/start.ts', "import { a } from '#shared/wire/index.ts'"],
    ['renderer/start.tsx', "import '@mantine/core/styles.css'"],
    ['renderer/start.tsx', "export const Text = () => <p>import a from 'electron'</p>"],
    ['shared/units/size.ts', "export const quote = /['\"]/ // import a from 'electron'"],
  ]
  it.each(allowed)('allows in %s: %s', (path, code) => {
    expect(breachesOf(path, `${code}\n`)).toEqual([])
  })

  it('names the line of the import', () => {
    const [breach] = breachesOf('shared/units/size.ts', "// first\n\nimport 'electron'\n")
    expect(breach).toMatch(/^shared\/units\/size\.ts:3 /)
  })
})

describe('rooms of the engine', () => {
  it('asks for a door and a read-me', () => {
    write('electron/engine/kernel/clock.ts', 'export const a = 1\n')
    expect(inspectHouse(house).breaches).toEqual([
      'electron/engine/kernel has no door index.ts',
      'electron/engine/kernel has no README.md',
    ])
  })

  it('refuses a door with code in it and a long read-me', () => {
    write('electron/engine/kernel/index.ts', 'export const a = 1\n')
    write('electron/engine/kernel/README.md', 'line\n'.repeat(61))
    expect(inspectHouse(house).breaches).toEqual([
      expect.stringContaining('is a door'),
      expect.stringContaining('longer than 60 lines'),
    ])
  })

  it('accepts a room with both', () => {
    write('electron/engine/kernel/index.ts', "export { a } from './clock.ts'\nexport type { B } from './clock.ts'\n")
    write('electron/engine/kernel/README.md', 'line\n'.repeat(60))
    expect(inspectHouse(house).breaches).toEqual([])
  })
})

it('refuses a file of more than 400 lines', () => {
  expect(breachesOf('renderer/long.ts', 'export {}\n'.repeat(400))).toEqual([])
  expect(breachesOf('renderer/long.ts', 'export {}\n'.repeat(401))).toEqual([expect.stringContaining('401 lines')])
})
