/** No count of restic's has more digits; telling their value takes ever longer. */
const WHOLE = /^-?\d{1,20}$/
const NEEDS_CARE = /[:[,]\s*-?(?:\d{16,}|\d+[.eE])/

/** Stands for a number that is no plain whole literal (`5e2`, `1.5`); restic refuses those where a count belongs. */
export type OtherNumber = { readonly otherNumber: string }

/**
 * Parses JSON without losing digits: whole numbers beyond 2^53 become bigint, other notations an `OtherNumber`.
 *
 * Throws SyntaxError as JSON.parse does.
 */
export function parseExactJson(text: string): unknown {
  // The exact way is several times slower, and most documents have only small numbers.
  if (!NEEDS_CARE.test(text)) return JSON.parse(text)
  return JSON.parse(text, exactNumber)
}

function exactNumber(this: unknown, _key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || context?.source === undefined) return value
  if (!WHOLE.test(context.source)) return { otherNumber: context.source } satisfies OtherNumber
  return Number.isSafeInteger(value) ? value : BigInt(context.source)
}

/** ASCII without control characters, quote, backslash and what Go escapes for the sake of web pages. */
const NEEDS_NO_ESCAPE = /^[ !#-%'-;=?-[\]-~]*$/
const GO_ESCAPES: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
}

/** A JSON string literal exactly as Go's encoding/json writes it. */
export function goJsonString(text: string): string {
  if (NEEDS_NO_ESCAPE.test(text)) return `"${text}"`
  const json = JSON.stringify(text.replace(/\p{Surrogate}/gu, '\ufffd'))
  return /[<>&\u2028\u2029]/.test(json) ? json.replace(/[<>&\u2028\u2029]/g, (char) => GO_ESCAPES[char] ?? char) : json
}

/** A JSON value without loss: bigint as plain digits, strings as Go writes them, absent members left out. */
export function encodeGoJson(value: GoJson): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return goJsonString(value)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new TypeError('only whole numbers go into a vault')
    return value.toString()
  }
  if (isList(value)) return `[${value.map(encodeGoJson).join(',')}]`
  const members = Object.entries(value).flatMap(([key, member]) =>
    member === undefined ? [] : [`${goJsonString(key)}:${encodeGoJson(member)}`],
  )
  return `{${members.join(',')}}`
}

export type GoJson =
  | null
  | boolean
  | string
  | number
  | bigint
  | readonly GoJson[]
  | { readonly [key: string]: GoJson | undefined }

const isList = (value: GoJson): value is readonly GoJson[] => Array.isArray(value)
