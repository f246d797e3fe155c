import type { Preview } from '#shared/contracts/index.ts'

type TextPreview = Extract<Preview, { kind: 'text' }>

/** Signs that stand in no text: the control characters without tab, line feed, form feed and carriage return. */
const isControl = (code: number) => (code < 32 && ![9, 10, 12, 13].includes(code)) || code === 127

/**
 * The text of a file whose beginning this is, or undefined when it is none.
 *
 * What has no mark at its beginning is UTF-8 when it reads as such, otherwise what older Windows programs in Brazil write.
 */
export function textOf(bytes: Uint8Array, isCut: boolean): TextPreview | undefined {
  const marked = markedText(bytes)
  if (marked) return { kind: 'text', ...marked, isCut }
  if (bytes.some(isControl)) return undefined
  const utf8 = readUtf8(bytes, isCut)
  if (utf8 !== undefined) return { kind: 'text', text: utf8, encoding: 'utf-8', isCut }
  return { kind: 'text', text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252', isCut }
}

function markedText(bytes: Uint8Array): Pick<TextPreview, 'text' | 'encoding'> | undefined {
  const [first, second, third] = bytes
  const encoding =
    first === 0xff && second === 0xfe
      ? 'utf-16le'
      : first === 0xfe && second === 0xff
        ? 'utf-16be'
        : first === 0xef && second === 0xbb && third === 0xbf
          ? 'utf-8'
          : undefined
  if (encoding === undefined) return undefined
  const text = new TextDecoder(encoding).decode(bytes)
  return [...text.slice(0, 1000)].some((sign) => isControl(sign.codePointAt(0) ?? 0)) ? undefined : { text, encoding }
}

/** Where the beginning was cut a character may be cut as well. */
function readUtf8(bytes: Uint8Array, isCut: boolean): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut })
  } catch {
    return undefined
  }
}
