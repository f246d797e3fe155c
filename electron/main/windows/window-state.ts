import type { BrowserWindow, Rectangle } from 'electron'
import { screen } from 'electron'
import { z } from 'zod'
import { readJsonFile, writeJsonFile } from '../json-file.ts'

const stateSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(600).max(10_000),
  height: z.number().int().min(400).max(10_000),
  isMaximized: z.boolean(),
})

/** Where the window stood last time; nothing when that place is not on any screen now (a second monitor went away). */
export function lastState(file: string): z.infer<typeof stateSchema> | undefined {
  const state = readJsonFile(file, stateSchema)
  return state &&
    isVisible(
      state,
      screen.getAllDisplays().map((display) => display.workArea),
    )
    ? state
    : undefined
}

/** True when the title bar's middle lies on a screen, so that the window can be seen and moved. */
export function isVisible(window: Rectangle, screens: readonly Rectangle[]): boolean {
  const x = window.x + window.width / 2
  return screens.some((s) => x >= s.x && x < s.x + s.width && window.y >= s.y && window.y < s.y + s.height)
}

/** Keeps the place of a window when it closes. */
export function keepState(window: BrowserWindow, file: string): void {
  window.on('close', () => {
    try {
      writeJsonFile(file, { ...window.getNormalBounds(), isMaximized: window.isMaximized() })
    } catch {
      // A full disk only costs the window its remembered place.
    }
  })
}
