import { defineConfig } from '@playwright/test'

// One window at a time: the app holds its data folder alone, and the machines that test it are small.
export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '*.e2e.ts',
  outputDir: 'test-results',
  workers: 1,
  timeout: 120_000,
  // Against waiting for ever, not about speed: a machine that does four other things answers late.
  expect: { timeout: 30_000 },
  reporter: 'list',
})
