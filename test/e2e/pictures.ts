import { Buffer } from 'node:buffer'
import sharp from 'sharp'
import { encode } from 'uqr'

/** White around a code, in modules. */
const QUIET = 4

function codeDots(text: string, dots: number): { readonly side: number; readonly grey: Buffer } {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET })
  const side = size * dots
  const grey = Buffer.alloc(side * side, 255)
  for (const [y, row] of data.entries())
    for (const [x, isDark] of row.entries())
      if (isDark)
        for (let line = y * dots; line < (y + 1) * dots; line++)
          grey.fill(0, line * side + x * dots, line * side + (x + 1) * dots)
  return { side, grey }
}

/** A photo of a paper with a code on it, as a hurried person takes one: the paper small, turned a little, on a dark table, not sharp. */
export async function photoOfCode(text: string): Promise<Buffer> {
  const { side, grey } = codeDots(text, 8)
  const paper = await sharp(grey, { raw: { width: side, height: side, channels: 1 } })
    .extend({ top: 200, bottom: 400, left: 150, right: 150, background: '#ffffff' })
    .rotate(6, { background: '#504438' })
    .blur(1)
    .png()
    .toBuffer()
  return sharp({ create: { width: 1600, height: 1600, channels: 3, background: '#504438' } })
    .composite([{ input: paper }])
    .jpeg({ quality: 80 })
    .toBuffer()
}

/** What a camera sees, as a film of a few frames (YUV4MPEG2) for Chromium's camera that shows a file. */
export function filmOfCode(text: string): Buffer {
  const [width, height] = [640, 480]
  const { side, grey } = codeDots(text, 6)
  const light = Buffer.alloc(width * height, 235)
  const [left, top] = [Math.floor((width - side) / 2), Math.floor((height - side) / 2)]
  for (let line = 0; line < side; line++) grey.copy(light, (top + line) * width + left, line * side, (line + 1) * side)
  const frame = Buffer.concat([Buffer.from('FRAME\n'), light, Buffer.alloc((width * height) / 2, 128)])
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`), frame, frame])
}
