import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes minutes and asks much of a computer: `npm run test:long` alone runs it. */
const VERY_LONG = 'test/**/*.long.test.ts'
const SLOW = '{shared,electron,renderer,build}/**/*.slow.test.ts'
// Limits against hanging for ever, wide enough for a machine that does four other things: no test is about speed.
const common = {
  pool: 'forks',
  setupFiles: ['test/property/repeatable.ts'],
  testTimeout: 60_000,
  hookTimeout: 60_000,
  teardownTimeout: 30_000,
  expect: { poll: { timeout: 60_000 } },
} as const

/**
 * What takes a minute and more. Begun first: a fresh clone knows no durations, and one of these, begun last, runs alone while the other
 * processes are idle. Nothing but the time of a run depends on this list (decision 0040 says how to make it anew).
 */
const LONG = [
  'golden/accepted',
  'servers/firebird',
  'golden/hostile',
  'contract/bad-input',
  'contract/automatic',
  'drills/drills',
  'rotation/year',
  'servers/clinic',
  'interop/prune',
  'interop/our-vault',
  'contract/places',
  'contract/place-kinds',
  'servers/vault',
  'servers/mariadb',
  'faults/disks',
  'faults/kill',
  'network/sftp-suite',
  'contract/cleaning-key',
  'contract/engine',
  'guard/ransomware',
  'contract/people',
  'interop/their-repository',
  'guard/busy-days',
  'fuzz/fuzz',
  'demo/demo',
  'rescue/from-nothing',
  'contract/replicas',
  'contract/recoveries',
  'servers/postgresql',
  'rotation/swap',
  'network/s3',
  'interop/replica',
  'faults/hosts',
  'interop/same-tree',
  'contract/keychain',
  'network/webdav',
  'property/there-and-back',
].map((name) => `/test/${name}.test.ts`)

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONG.findIndex((name) => moduleId.endsWith(name))
      return at < 0 ? LONG.length : at
    }
    return (await super.sort(files)).sort((left, right) => rank(left) - rank(right))
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...common,
          name: 'unit',
          // One process for many files: half of their time would be spent loading the same modules again. So a test leaves
          // nothing changed behind that the next file could see.
          isolate: false,
          include: ['{shared,electron,renderer,build}/**/*.test.{ts,tsx}'],
          exclude: [SLOW],
        },
      },
      // What starts processes, crashes after every step or spans rooms: `npm test` runs it, `npm run check` does not wait for it.
      {
        test: {
          ...common,
          name: 'integration',
          include: ['test/**/*.test.ts', SLOW],
          exclude: [VERY_LONG],
          testTimeout: 300_000,
          hookTimeout: 180_000,
        },
      },
      { test: { ...common, name: 'long', include: [VERY_LONG], testTimeout: 300_000, hookTimeout: 600_000 } },
    ],
  },
})
