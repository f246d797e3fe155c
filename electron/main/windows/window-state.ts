import { type BrowserWindow, screen } from 'electron'
import { z } from 'zod'
import { readJsonFile, writeJsonFile } from '../json-file.ts'
import { isVisible } from './visible.ts'

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
  const screens = screen.getAllDisplays().map((display) => display.workArea)
  return state && isVisible(state, screens) ? state : undefined
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
