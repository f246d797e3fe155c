import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const art = (name: string) => readFileSync(new URL(`../../../assets/tray/${name}.svg`, import.meta.url), 'utf8')
/** Panels as desktops have them: light, dark. */
const PANELS = ['#f6f5f4', '#2b2b2b']
const WHITE = '#ffffff'

function luminance(color: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
  const [r = 0, g = 0, b = 0] = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (a: string, b: string): number => {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}

test.each(['ok', 'working', 'attention', 'needs-you'])(
  '%s is seen on light and dark panels, and its sign on it',
  (name) => {
    const [ground = ''] = art(name).match(/#[0-9a-f]{6}/) ?? []
    for (const other of [...PANELS, WHITE]) expect(contrast(ground, other)).toBeGreaterThanOrEqual(3)
  },
)

test('no two have the same outline: colour is not all that tells them apart', () => {
  const outlines = ['ok', 'working', 'attention', 'needs-you'].map((name) => {
    const first = /<(path|circle)[^>]*>/.exec(art(name))?.[0] ?? ''
    return first.replace(/#[0-9a-f]{6}/g, '')
  })
  expect(new Set(outlines).size).toBe(4)
})
