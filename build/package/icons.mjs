// `node build/package/icons.mjs`: draws assets/icon.svg at every size that the three systems' packages want. What it makes is committed.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'

const HERE = dirname(fileURLToPath(import.meta.url))
const SVG = readFileSync(join(HERE, '..', '..', 'assets', 'icon.svg'))
const FOLDER = join(HERE, 'icons')
const LINUX = [16, 32, 48, 64, 128, 256, 512]
const WINDOWS = [16, 24, 32, 48, 64, 128, 256]
/** Apple's names of the sizes, each a PNG (Icon Composer's `icns`): @2x of 16, 32, 128, 256 and 512 points, and the plain ones. */
const MAC = [
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
]

const draw = (size) =>
  sharp(SVG, { density: Math.max(72, (72 * size) / 64) })
    .resize(size, size)
    .png({ compressionLevel: 9 })
    .toBuffer()

/** Windows' .ico: a head of 6 bytes, 16 bytes for each picture, then the pictures; 0 stands for 256. */
async function ico() {
  const pictures = await Promise.all(WINDOWS.map(draw))
  const head = Buffer.alloc(6 + 16 * pictures.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(pictures.length, 4)
  let at = head.length
  pictures.forEach((picture, index) => {
    const entry = 6 + 16 * index
    head.writeUInt8(WINDOWS[index] % 256, entry)
    head.writeUInt8(WINDOWS[index] % 256, entry + 1)
    head.writeUInt16LE(1, entry + 4)
    head.writeUInt16LE(32, entry + 6)
    head.writeUInt32LE(picture.length, entry + 8)
    head.writeUInt32LE(at, entry + 12)
    at += picture.length
  })
  return Buffer.concat([head, ...pictures])
}

/** macOS' .icns: `icns`, the whole length, then name, length and bytes of each picture; lengths count their own head of 8 bytes. */
async function icns() {
  const chunks = await Promise.all(
    MAC.map(async ([name, size]) => {
      const picture = await draw(size)
      const head = Buffer.alloc(8)
      head.write(name, 'latin1')
      head.writeUInt32BE(picture.length + 8, 4)
      return Buffer.concat([head, picture])
    }),
  )
  const body = Buffer.concat(chunks)
  const head = Buffer.alloc(8)
  head.write('icns', 'latin1')
  head.writeUInt32BE(body.length + 8, 4)
  return Buffer.concat([head, body])
}

rmSync(FOLDER, { recursive: true, force: true })
mkdirSync(FOLDER, { recursive: true })
for (const size of LINUX) writeFileSync(join(FOLDER, `${size}x${size}.png`), await draw(size))
writeFileSync(join(FOLDER, 'icon.ico'), await ico())
writeFileSync(join(FOLDER, 'icon.icns'), await icns())
