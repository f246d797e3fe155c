import { BrowserWindow, type WebContents } from 'electron'

/**
 * Has a page printed on white paper, whatever the look of its window.
 *
 * Chromium fills the margins of a sheet with the window's own colour, which on screen lies behind the page.
 */
export async function onWhite<T>(page: WebContents, print: () => Promise<T>): Promise<T> {
  const window = BrowserWindow.fromWebContents(page)
  const color = window?.getBackgroundColor()
  window?.setBackgroundColor('#ffffff')
  try {
    return await print()
  } finally {
    if (window && color && !window.isDestroyed()) window.setBackgroundColor(color)
  }
}
