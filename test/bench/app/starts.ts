import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium } from '@playwright/test'
import { has, startAlone, until } from '../idle/app.ts'

const EMPTY = path.join(import.meta.dirname, 'empty')
const DROP = '/proc/sys/vm/drop_caches'
/** Nobody looks in before everything is drawn: looking in costs time. */
const DRAWN_MS = 8000

export type StartTimes = { readonly emptyMs: readonly number[]; readonly oursMs: readonly number[] }

/** From the start of the process to the first large text in the window, in turn: an almost empty window of the same Electron, and the app. */
export async function measureStarts(userData: string, rounds: number, isCold: boolean): Promise<StartTimes> {
  const empty = mkdtempSync(path.join(tmpdir(), 'janela vazia '))
  const [emptyMs, oursMs]: [number[], number[]] = [[], []]
  try {
    for (let round = 0; round < rounds; round++) {
      emptyMs.push(await startOnce(empty, EMPTY, 'body', isCold))
      oursMs.push(await startOnce(userData, undefined, 'main', isCold))
    }
  } finally {
    rmSync(empty, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
  return { emptyMs, oursMs }
}

async function startOnce(
  userData: string,
  folder: string | undefined,
  inside: string,
  isCold: boolean,
): Promise<number> {
  const portFile = path.join(userData, 'DevToolsActivePort')
  rmSync(portFile, { force: true })
  if (isCold) writeFileSync(DROP, '3\n')
  const startedAtMs = performance.timeOrigin + performance.now()
  const app = startAlone(userData, ['--remote-debugging-port=0'], folder)
  try {
    await until(() => has(app.pid ?? 0, 'renderer'))
    await sleep(DRAWN_MS)
    const [port] = readFileSync(portFile, 'utf8').split('\n')
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
    const page = browser.contexts()[0]?.pages()[0]
    if (!page) throw new Error('no window was opened')
    const drawnAtMs = await page.evaluate(
      (within) =>
        new Promise<number>((resolve) => {
          // What said that it is opening is gone by now; what stayed is what the person reads.
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries() as (PerformanceEntry & { element: Element | null })[])
              if (entry.element?.isConnected && entry.element.closest(within))
                resolve(performance.timeOrigin + entry.startTime)
          }).observe({ type: 'largest-contentful-paint', buffered: true })
        }),
      inside,
    )
    await browser.close()
    return drawnAtMs - startedAtMs
  } finally {
    const isOver = app.exitCode === null ? once(app, 'exit') : undefined
    app.kill()
    await isOver
  }
}
