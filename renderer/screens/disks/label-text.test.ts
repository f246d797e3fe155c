import jsQr from 'jsqr'
import { expect, it } from 'vitest'
import type { DiskId } from '#shared/domain/index.ts'
import { qrPath } from '../../parts/qr-code.tsx'
import { labelTextOf } from './label-text.ts'

const PIXELS = 4

/** Draws the path as a printer does: dark squares on white. */
function draw({ path, side }: ReturnType<typeof qrPath>): { pixels: Uint8ClampedArray; width: number } {
  const width = side * PIXELS
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255)
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g))
    for (let row = 0; row < PIXELS; row += 1)
      for (let column = 0; column < PIXELS; column += 1) {
        const at = ((Number(y) * PIXELS + row) * width + Number(x) * PIXELS + column) * 4
        pixels.fill(0, at, at + 3)
      }
  return { pixels, width }
}

it('the code on a label is read back as the disk it stands for', () => {
  const text = labelTextOf('6a3ad1c4-95a5-4bd3-a9b4-0c0a8ac0b6a5' as DiskId)
  const { pixels, width } = draw(qrPath(text))
  expect(jsQr(pixels, width, width)?.data).toBe(text)
})

it('is read with a stain on it, too', () => {
  const text = labelTextOf('6a3ad1c4-95a5-4bd3-a9b4-0c0a8ac0b6a5' as DiskId)
  const { pixels, width } = draw(qrPath(text))
  const from = Math.floor(width * 0.55)
  for (let y = from; y < from + width / 10; y += 1)
    pixels.fill(255, (y * width + from) * 4, (y * width + from + Math.floor(width / 10)) * 4)
  expect(jsQr(pixels, width, width)?.data).toBe(text)
})
