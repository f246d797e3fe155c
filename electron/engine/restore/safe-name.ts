import { decodeWtf8, textOfName } from '#engine/sources/index.ts'

/**
 * The name an entry gets on this system, or undefined for one that would lead somewhere else.
 * Windows cannot keep some names that are ordinary elsewhere (`12:30.jpg`, `con`, `nota.`): those get the nearest name it can keep.
 */
export function safeName(name: Uint8Array, platform: 'posix' | 'win32'): Uint8Array | undefined {
  if (name.length === 0 || name.includes(0x2f) || name.includes(0)) return undefined
  const text = decodeWtf8(name) ?? textOfName(name)
  if (text === '.' || text === '..') return undefined
  return platform === 'posix' ? name : Buffer.from(win32Name(text), 'utf8')
}

// Device names count with any extension, too; superscript digits as well (Microsoft, "Naming Files, Paths, and Namespaces").
const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)/i

function win32Name(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Windows refuses these very characters.
  const plain = text.replace(/[\u0000-\u001f<>:"/\\|?*]/g, '_').replace(/\p{Surrogate}/gu, '_')
  const ended = /[. ]$/.test(plain) ? `${plain.slice(0, -1)}_` : plain
  return RESERVED.test(ended) ? `_${ended}` : ended
}

const LONGEST_NAME_BYTES = 255
const LONGEST_EXTENSION_BYTES = 16

/** `foto.jpg` with number 2 is `foto (2).jpg`; number 1 is the name itself. Stays within what a file system can hold. */
export function numberedName(name: Uint8Array, number: number, isFolder: boolean): Uint8Array {
  if (number === 1) return name
  const dot = isFolder ? -1 : name.lastIndexOf(0x2e)
  const hasExtension = dot > 0 && name.length - dot <= LONGEST_EXTENSION_BYTES
  const stem = hasExtension ? name.subarray(0, dot) : name
  const extension = hasExtension ? name.subarray(dot) : new Uint8Array(0)
  const mark = Buffer.from(` (${number})`)
  return Buffer.concat([cutText(stem, LONGEST_NAME_BYTES - mark.length - extension.length), mark, extension])
}

/** Never cuts through a character. */
function cutText(bytes: Uint8Array, longest: number): Uint8Array {
  let end = Math.min(bytes.length, longest)
  if (end < bytes.length) while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--
  return bytes.subarray(0, end)
}
