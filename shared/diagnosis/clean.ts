import { z } from 'zod'
import { codes } from '../errors/index.ts'

/** Numbers, choices from closed lists and signs. The last hurdle: no blank, no slash, no @, no letter of a foreign name. */
export type Plain = number | boolean | null | string | readonly Plain[] | { readonly [key: string]: Plain }

const SAFE = /^#?[A-Za-z0-9][A-Za-z0-9_.:+-]{0,63}$/
const isSafe = (text: string): boolean => text === '' || SAFE.test(text)

/** Throws for anything that is not plain: a packet is rather not made than made with a name in it. */
export function requirePlain(value: unknown): Plain {
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (typeof value === 'string' && isSafe(value)) return value
  if (Array.isArray(value)) return value.map(requirePlain)
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [isSafe(key) ? key : refuse(), requirePlain(inner)]),
    )
  return refuse()
}

function refuse(): never {
  throw new TypeError('not plain')
}

/** What stands in the place of a name. */
export type Sign = (name: string) => string

/**
 * A value as its schema describes it, without anything that somebody could have typed: numbers, booleans and members of closed lists stay,
 * every other text becomes its sign. What a schema gets later is clean without anybody thinking of it.
 */
export function cleaned(schema: z.core.$ZodType, value: unknown, sign: Sign): Plain {
  if (value === null || value === undefined) return null
  const { def } = (schema as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? value : null
    case 'boolean':
      return typeof value === 'boolean' ? value : null
    case 'enum':
    case 'literal':
      return z.safeParse(schema, value).success ? requirePlain(value) : null
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
      return cleaned(def.innerType, value, sign)
    case 'array':
      return Array.isArray(value) ? value.map((each) => cleaned(def.element, each, sign)) : null
    case 'union': {
      const fitting = def.options.find((option) => z.safeParse(option, value).success)
      return fitting ? cleaned(fitting, value, sign) : null
    }
    case 'object':
      return isObject(value)
        ? Object.fromEntries(
            Object.entries(def.shape).flatMap(([name, inner]) =>
              value[name] === undefined ? [] : [[name, cleaned(inner, value[name], sign)]],
            ),
          )
        : null
    case 'record':
      return isObject(value)
        ? Object.fromEntries(
            Object.entries(value).map(([key, inner]) => [
              Object.hasOwn(codes, key) || PARAMS.has(key) ? key : sign(key),
              cleaned(def.valueType, inner, sign),
            ]),
          )
        : null
    case 'string':
      return typeof value === 'string' ? sign(value) : null
    default:
      return null
  }
}

/** Blanks in the sentences of failures: words of the program. */
const PARAMS = new Set(['position', 'first', 'second', 'madeAtMs', 'year', 'count', 'version', 'kind', 'most', 'bytes'])

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
