import { defineConfig } from '@playwright/test'

// One window at a time: the app holds its data folder alone, and the machines that test it are small.
export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '*.e2e.ts',
  outputDir: 'test-results',
  workers: 1,
  timeout: 120_000,
  reporter: 'list',
})
