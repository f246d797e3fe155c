/** A picture as a PDF holds it: a JPEG file, or plain samples. */
export type PdfPicture =
  | { readonly kind: 'jpeg'; readonly bytes: Uint8Array<ArrayBuffer> }
  | {
      readonly kind: 'samples'
      readonly bytes: Uint8Array<ArrayBuffer>
      readonly width: number
      readonly height: number
    }

/** Unpacked, a page of a scanner at 600 dpi has some 100 MB; what says more of itself is not believed. */
const MOST_BYTES = 256 * 1024 * 1024

/**
 * The pictures of a PDF, for finding a code in them: what scanners make, and what our own printing makes (ISO 32000-1, 8.9.5).
 *
 * Reads what stands in the file one after another; pictures packed in other ways than JPEG and Flate are passed over.
 */
export async function* picturesIn(file: Uint8Array<ArrayBuffer>): AsyncGenerator<PdfPicture> {
  // One character a byte, so that places in the text are places in the file.
  const text = new TextDecoder('latin1').decode(file)
  for (const match of text.matchAll(/(?<!end)stream\r?\n/g)) {
    const from = match.index + match[0].length
    const head = text.slice(Math.max(0, match.index - 2_000), match.index)
    const facts = head.slice(head.lastIndexOf(' obj') + 1)
    if (!/\/Subtype\s*\/Image\b/.test(facts)) continue
    const [width, height, length] = [numberOf(facts, 'Width'), numberOf(facts, 'Height'), numberOf(facts, 'Length')]
    const end = length > 0 ? from + length : endOf(text, from)
    if (end > file.length) return
    const bytes = file.slice(from, end)
    if (/\/DCTDecode\b/.test(facts)) yield { kind: 'jpeg', bytes }
    else if (/\/FlateDecode\b/.test(facts) && !/\/Predictor\s+(?!1\b)/.test(facts) && width > 0 && height > 0) {
      const samples = await unpacked(bytes)
      if (samples) yield { kind: 'samples', bytes: samples, width, height }
    }
  }
}

/** Samples as a screen shows them; undefined where how many there are fits no way of writing them. */
export function pixelsOf({ bytes, width, height }: Extract<PdfPicture, { kind: 'samples' }>) {
  const each = bytes.length / (width * height)
  const components = [1, 3, 4].find((count) => Math.floor(each) === count)
  if (components === undefined) return undefined
  const data = new Uint8ClampedArray(width * height * 4)
  for (let at = 0; at < width * height; at++) {
    const from = at * components
    for (let part = 0; part < 3; part++) data[at * 4 + part] = bytes[from + (components === 1 ? 0 : part)] ?? 255
    data[at * 4 + 3] = 255
  }
  return { data, width, height }
}

/** Where the bytes end whose length stands elsewhere: before the end of the line that is no part of them. */
function endOf(text: string, from: number): number {
  const end = text.indexOf('endstream', from)
  if (end < 0) return text.length
  return end - (/\r?\n$/.exec(text.slice(Math.max(from, end - 2), end))?.[0].length ?? 0)
}

const numberOf = (facts: string, name: string): number =>
  Number(new RegExp(`/${name}\\s+(\\d{1,9})\\b(?!\\s+\\d+\\s+R)`).exec(facts)?.[1] ?? 0)

async function unpacked(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  try {
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate')).getReader()
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      length += step.value.length
      if (length > MOST_BYTES) return undefined
      parts.push(step.value)
    }
  } catch {
    return undefined
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
