import { expect, test } from 'vitest'
import { isVisible } from './visible.ts'

const desk = [
  { x: 0, y: 0, width: 1366, height: 728 },
  { x: 1366, y: 0, width: 1920, height: 1040 },
]

test('a window on the second monitor comes back there while that monitor is plugged in', () => {
  const window = { x: 1500, y: 40, width: 1180, height: 800 }
  expect(isVisible(window, desk)).toBe(true)
  expect(isVisible(window, desk.slice(0, 1))).toBe(false)
})

test('a window whose title bar is above the screen is not put where nobody can move it', () => {
  expect(isVisible({ x: 100, y: -30, width: 800, height: 600 }, desk)).toBe(false)
})
