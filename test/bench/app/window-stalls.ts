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
const FOUND = 'main li button'
const MORE = 'Mostrar mais antigas'
const LINES_OF_A_PAGE = 50
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
    const screens = await page.locator('nav button').allTextContents()
    await during('every screen opened', async () => {
      for (const name of screens) {
        await press(page, 'nav button', name)
        await thereIs(page, 'main h1')
        // What a screen asks for comes a little later.
        await page.waitForTimeout(500)
      }
    })
    await press(page, 'nav button', 'Recuperar')
    await during('search, letter by letter', async () => {
      await press(page, 'input[type=search]')
      await page.keyboard.type('foto antes conceicao', { delay: 150 })
      await thereIs(page, FOUND)
    })
    await during('what was found, scrolled', () => turn(page))
    await during('a file and its versions', async () => {
      await press(page, FOUND)
      await thereIs(page, 'main input[type=radio]')
    })
    await during('Histórico, 20 pages', async () => {
      await press(page, 'nav button', 'Histórico')
      for (let pages = 1; pages <= 20; pages++) {
        await thereIs(page, 'main button:not([data-loading])', MORE)
        await press(page, 'main button', MORE)
        await thereIs(page, `main li[aria-setsize="${(pages + 1) * LINES_OF_A_PAGE}"]`)
      }
    })
    await during('Histórico, scrolled', () => turn(page))
    return found
  } finally {
    await app.close()
  }
}

/**
 * As a person does: with the pointer, where the thing stands. Found by the page's own means: looking for roles and names from outside
 * takes longer in a long list than anything the window does.
 */
async function press(page: Page, selector: string, text?: string): Promise<void> {
  await thereIs(page, selector, text)
  const { x, y } = await page.evaluate(placeOf, [selector, text] as const)
  await page.mouse.click(x, y)
}

function placeOf([selector, text]: readonly [string, string | undefined]): { x: number; y: number } {
  const all = [...document.querySelectorAll<HTMLElement>(selector)]
  const found = all.find((one) => text === undefined || one.textContent?.trim() === text.trim())
  found?.scrollIntoView({ block: 'nearest' })
  const { left, top, width, height } = found?.getBoundingClientRect() ?? new DOMRect()
  return { x: left + width / 2, y: top + height / 2 }
}

const thereIs = (page: Page, selector: string, text?: string) =>
  page.waitForFunction(
    ([wanted, words]) =>
      [...document.querySelectorAll(wanted)].some(
        (one) => words === undefined || one.textContent?.trim() === words.trim(),
      ),
    [selector, text] as const,
  )

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
