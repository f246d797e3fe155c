import { defineConfig } from 'vitest/config'

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

export default defineConfig({
  test: {
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
          testTimeout: 300_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
