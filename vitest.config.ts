import { defineConfig } from 'vitest/config'

const SLOW = '{shared,electron,renderer,build}/**/*.slow.test.ts'
const common = { pool: 'forks', testTimeout: 20_000 } as const

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: 'unit',
          include: ['{shared,electron,renderer,build}/**/*.test.{ts,tsx}'],
          exclude: [SLOW],
        },
      },
      // What starts processes, crashes after every step or spans rooms: `npm test` runs it, `npm run check` does not wait for it.
      { test: { ...common, name: 'integration', include: ['test/**/*.test.ts', SLOW], testTimeout: 120_000 } },
    ],
  },
})
