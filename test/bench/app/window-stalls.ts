import type { ElectronApplication, Page } from '@playwright/test'
import { start } from '../idle/app.ts'

export type WindowStall = {
  readonly what: string
  /** The longest task of the page; null for none of 50 ms or more. */
  readonly pageMs: number | null
  /** The longest time in which main did nothing else. */
  readonly mainMs: number
}

const RESOLUTION_MS = 2
type Counted = { longest: number }

/** Works with the window as a person would, over the large clinic, and tells the longest time in which window and main answered nobody. */
export async function measureWindowStalls(userData: string): Promise<readonly WindowStall[]> {
  const app = await start(userData)
  try {
    const page = await app.firstWindow()
    await page.getByTestId('health').waitFor()
    await watch(app, page)
    const found: WindowStall[] = []
    const during = async (what: string, work: () => Promise<unknown>) => {
      await begin(app, page)
      await work()
      found.push({ what, ...(await longest(app, page)) })
    }
    const goTo = (name: string) => page.getByRole('button', { name, exact: true }).first().click()
    await during('every screen opened', async () => {
      for (const entry of await page.locator('nav button').all()) {
        await entry.click()
        await page.locator('main h1').waitFor()
      }
    })
    await during('search, letter by letter', async () => {
      await goTo('Recuperar')
      await page.getByRole('searchbox').pressSequentially('foto antes conceicao', { delay: 150 })
      await page.locator('main li button').first().waitFor()
    })
    await during('what was found, scrolled', () => turn(page))
    await during('a file and its versions', async () => {
      await page.locator('main li button').first().click()
      await page.getByRole('radio').first().waitFor()
    })
    await during('Histórico, 20 pages', async () => {
      await goTo('Histórico')
      for (let pages = 0; pages < 20; pages++) await page.getByRole('button', { name: 'Mostrar mais antigas' }).click()
    })
    await during('Histórico, scrolled', () => turn(page))
    return found
  } finally {
    await app.close()
  }
}

async function turn(page: Page): Promise<void> {
  await page.locator('main').hover()
  for (let times = 0; times < 60; times++) await page.mouse.wheel(0, 700)
}

async function watch(app: ElectronApplication, page: Page): Promise<void> {
  await page.evaluate(() => {
    const counted: Counted = { longest: 0 }
    Object.assign(window, { counted })
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) counted.longest = Math.max(counted.longest, duration)
    }).observe({ type: 'longtask' })
  })
  await app.evaluate((_electron, resolution) => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks')
    const delay = monitorEventLoopDelay({ resolution })
    delay.enable()
    Object.assign(globalThis, { delay })
  }, RESOLUTION_MS)
}

async function begin(app: ElectronApplication, page: Page): Promise<void> {
  await page.evaluate(() => {
    ;(window as unknown as { counted: Counted }).counted.longest = 0
  })
  await app.evaluate(() => (globalThis as unknown as { delay: { reset(): void } }).delay.reset())
}

async function longest(app: ElectronApplication, page: Page): Promise<Omit<WindowStall, 'what'>> {
  // A task is told of when it is over, and a little later.
  await page.waitForTimeout(300)
  const pageMs = await page.evaluate(() => (window as unknown as { counted: Counted }).counted.longest)
  const nanoseconds = await app.evaluate(() => (globalThis as unknown as { delay: { max: number } }).delay.max)
  return { pageMs: pageMs === 0 ? null : pageMs, mainMs: Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS) }
}
