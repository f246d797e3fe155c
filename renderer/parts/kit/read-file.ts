import { fail, isAppError } from '#shared/errors/index.ts'
import { picturesIn, pixelsOf } from './pdf-pictures.ts'
import { wordsInPicture, wordsInPixels } from './read-code.ts'

const MOST_BYTES = 60 * 1024 * 1024

/** The words in the code that a picture or a PDF shows. Nothing of the file is kept. Throws KIT_104 where there is none, KIT_105 for another code. */
export async function wordsInFile(file: File): Promise<string> {
  if (file.size > MOST_BYTES) fail('KIT_104')
  const bytes = new Uint8Array(await file.arrayBuffer())
  const isPdf = new TextDecoder('latin1').decode(bytes.subarray(0, 1024)).includes('%PDF-')
  try {
    return (isPdf ? await inPdf(bytes) : await inPicture(file)) ?? fail('KIT_104')
  } catch (error) {
    // A file that is no picture is as good as one without a code.
    if (isAppError(error)) throw error
    return fail('KIT_104', {}, { cause: error })
  }
}

async function inPicture(file: Blob): Promise<string | undefined> {
  const picture = await createImageBitmap(file)
  try {
    return await wordsInPicture(picture)
  } finally {
    picture.close()
  }
}

async function inPdf(bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  for await (const picture of picturesIn(bytes)) {
    if (picture.kind === 'jpeg') {
      const found = await inPicture(new Blob([picture.bytes], { type: 'image/jpeg' })).catch((error: unknown) => {
        if (isAppError(error)) throw error
        return undefined
      })
      if (found !== undefined) return found
      continue
    }
    const pixels = pixelsOf(picture)
    const found = pixels && (await wordsInPixels(pixels))
    if (found !== undefined) return found
  }
  return undefined
}
