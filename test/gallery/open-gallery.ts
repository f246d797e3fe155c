import { Buffer } from 'node:buffer'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { _electron as electron, type Page } from '@playwright/test'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import type { Preferences } from '#shared/contracts/index.ts'

const ROOT = path.resolve(import.meta.dirname, '..', '..')
/** Sizes of the window's inside: as it opens first, and as small as it can be made (main-window.ts). */
export const USUAL = { width: 1180, height: 800 }
export const SMALLEST = { width: 760, height: 560 }

/** What the page says of itself (renderer/gallery/start.tsx), which lies in another world of types. */
export type GalleryPage = {
  readonly names: readonly string[]
  readonly full: readonly string[]
  readonly dialogs: readonly string[]
  show(name: string, look: Preferences): Promise<void>
  wear(look: Preferences): Promise<void>
  findFaults(): string[]
}
type GalleryWindow = { readonly gallery: GalleryPage }

export type Gallery = {
  readonly page: Page
  readonly names: readonly string[]
  /** Of these: each screen as it is mostly seen; every dialog. */
  readonly full: readonly string[]
  readonly dialogs: readonly string[]
  show(name: string, look: Preferences): Promise<void>
  wear(look: Preferences): Promise<void>
  findFaults(): Promise<string[]>
  /** Makes the page this large, whatever the window is. */
  resize(size: { width: number; height: number }): Promise<void>
  /** What the page shows, as a PNG. */
  picture(): Promise<Buffer>
  /** Takes what the page complained of since it was asked last. */
  takeProblems(): string[]
  close(): Promise<void>
}

/** Builds renderer/gallery, as the app is built, and opens it in the real Electron. Needs a screen. */
export async function openGallery(): Promise<Gallery> {
  // Of its own: the pictures and a test may be at work at once.
  const folder = mkdtempSync(path.join(tmpdir(), 'galeria '))
  const built = path.join(folder, 'built')
  await build({
    configFile: false,
    root: path.join(ROOT, 'renderer'),
    base: './',
    logLevel: 'error',
    plugins: [react()],
    build: {
      target: 'chrome130',
      outDir: built,
      emptyOutDir: true,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 10_000,
      rolldownOptions: { input: path.join(ROOT, 'renderer', 'gallery', 'index.html') },
    },
  })
  const app = await electron.launch({
    args: [path.join(import.meta.dirname, 'window.mjs'), `--user-data-dir=${path.join(folder, 'data')}`],
    cwd: ROOT,
    env: { ...(process.env as Record<string, string>), SALVAGUARDA_GALLERY: built },
  })
  const page = await app.firstWindow()
  const session = await page.context().newCDPSession(page)
  const problems: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => problems.push(`thrown: ${error.message}`))
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.waitForFunction(() => 'gallery' in window)
  const { names, full, dialogs } = await page.evaluate(() => {
    const { gallery } = window as unknown as GalleryWindow
    return { names: gallery.names, full: gallery.full, dialogs: gallery.dialogs }
  })
  return {
    page,
    names,
    full,
    dialogs,
    show: (name, look) =>
      page.evaluate(([scene, wanted]) => (window as unknown as GalleryWindow).gallery.show(scene, wanted), [
        name,
        look,
      ] as const),
    wear: (look) => page.evaluate((wanted) => (window as unknown as GalleryWindow).gallery.wear(wanted), look),
    findFaults: () => page.evaluate(() => (window as unknown as GalleryWindow).gallery.findFaults()),
    // Playwright's own ways wait for the window and pack the picture tightly: several times slower.
    resize: async (size) => {
      await session.send('Emulation.setDeviceMetricsOverride', { ...size, deviceScaleFactor: 1, mobile: false })
    },
    picture: async () => {
      const { data } = await session.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true })
      return Buffer.from(data, 'base64')
    },
    takeProblems: () => problems.splice(0),
    close: async () => {
      await app.close()
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
    },
  }
}
