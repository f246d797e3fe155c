import { defineConfig } from '@playwright/test'

// Beside the desktop that the run began on: one for each further worker, with a screen, a bus and a keychain of its own, so that no window
// takes the keyboard from another. Without them (with-desktop.mjs, a desktop that a person uses) there is one window at a time.
const further: Record<string, string>[] = JSON.parse(process.env.SALVAGUARDA_FURTHER_DESKTOPS ?? '[]')
const worker = Number(process.env.TEST_PARALLEL_INDEX ?? 0)
if (worker > 0) Object.assign(process.env, further[worker - 1])

// All work on the one packaged app, which one of them changes.
const PACKAGED = ['journey', 'package', 'update'].map((name) => `${name}.e2e.ts`)

export default defineConfig({
  testDir: 'test/e2e',
  projects: [
    { name: 'packaged', testMatch: PACKAGED, workers: 1 },
    // Without a name: pictures that are compared are called after it.
    { testMatch: '*.e2e.ts', testIgnore: PACKAGED },
  ],
  outputDir: 'test-results',
  workers: 1 + further.length,
  timeout: 120_000,
  // Against waiting for ever, not about speed: a machine that does four other things answers late.
  expect: { timeout: 30_000 },
  reporter: 'list',
})
