import { fail } from '#shared/errors/index.ts'
import { typedWords } from './typed-words.ts'

const KIT_WORDS = 24
/** Larger pictures are made smaller: a code on paper fills enough of them, and reading takes as long as they are large. */
const MOST_PIXELS = 2_400

export type Pixels = { readonly data: Uint8ClampedArray; readonly width: number; readonly height: number }

/** The words in the code that a picture shows; undefined where there is none. Throws KIT_105 for a code of something else. */
export async function wordsInPixels({ data, width, height }: Pixels): Promise<string | undefined> {
  // Few windows ever read a code: the reader comes when one does.
  const { default: jsQR } = await import('jsqr')
  const code = jsQR(data, width, height)
  if (!code) return undefined
  if (typedWords(code.data).length !== KIT_WORDS) fail('KIT_105')
  return code.data
}

/** The words in a picture. A small code in a large photo is looked for in smaller versions of it too. Throws KIT_105. */
export async function wordsInPicture(picture: ImageBitmap): Promise<string | undefined> {
  const longest = Math.max(picture.width, picture.height)
  for (const side of [Math.min(longest, MOST_PIXELS), 1_200, 700]) {
    if (side > longest) continue
    const found = await wordsInPixels(drawn(picture, side / longest))
    if (found !== undefined) return found
  }
  return undefined
}

function drawn(picture: ImageBitmap, scale: number): Pixels {
  const [width, height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)]
  const canvas = new OffscreenCanvas(Math.max(1, width), Math.max(1, height))
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return fail('KIT_104')
  // A code without a background of its own is dark on nothing.
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return context.getImageData(0, 0, canvas.width, canvas.height)
}
