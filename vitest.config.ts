import { defineConfig } from 'vitest/config'

const common = { pool: 'forks', testTimeout: 20_000 } as const

export default defineConfig({
  test: {
    projects: [
      { test: { ...common, name: 'unit', include: ['{shared,electron,renderer,build}/**/*.test.{ts,tsx}'] } },
      {
        test: {
          ...common,
          name: 'integration',
          include: ['test/**/*.test.ts'],
          testTimeout: 120_000,
        },
      },
    ],
  },
})
