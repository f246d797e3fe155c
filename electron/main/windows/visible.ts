import type { Rectangle } from 'electron'

/** True when the middle of a window's title bar lies on a screen, so that the window can be seen and moved. */
export function isVisible(window: Rectangle, screens: readonly Rectangle[]): boolean {
  const x = window.x + window.width / 2
  return screens.some((s) => x >= s.x && x < s.x + s.width && window.y >= s.y && window.y < s.y + s.height)
}
