import { z } from 'zod'

type Shape = { readonly [key: string]: unknown }
const ANY_ID = '0b9d6d4e-52a4-4c5a-9a53-3f1e0c2f6a11'
const URLS = ['https://a.invalid/', 'http://a.invalid/']
const TEXTS = ['a', 'a'.repeat(64), '2026-10', '0000001', '00000000000191', 'a@b.invalid']

/**
 * Something that a call accepts: its schema's least, made of the schema itself. Whatever names a path gets `somewhere`.
 * Fails where it does not know how, so that no call is left out unnoticed.
 */
export function sampleInput(schema: z.ZodType, somewhere: string): unknown {
  const made = URLS.map((url) => leastOf(schema, somewhere, url))
  return made.find((each) => schema.safeParse(each).success) ?? schema.parse(made[0])
}

function leastOf(schema: z.ZodType, somewhere: string, url: string): unknown {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape
  const definitions = (root.$defs ?? {}) as Readonly<Record<string, Shape>>
  const sample = (shape: Shape, key: string): unknown => {
    if (typeof shape.$ref === 'string') return sample(definitions[shape.$ref.split('/').at(-1) ?? ''] ?? {}, key)
    if ('const' in shape) return shape.const
    if (Array.isArray(shape.enum)) return shape.enum[0]
    if ('default' in shape) return shape.default
    for (const choice of [shape.anyOf, shape.oneOf]) if (Array.isArray(choice)) return sample(choice[0], key)
    if (shape.type === 'object') {
      const required = (shape.required ?? []) as readonly string[]
      const properties = (shape.properties ?? {}) as Readonly<Record<string, Shape>>
      return Object.fromEntries(required.map((name) => [name, sample(properties[name] ?? {}, name)]))
    }
    if (shape.type === 'array')
      return Array.from({ length: Number(shape.minItems ?? 0) }, () => sample(shape.items as Shape, key))
    if (shape.type === 'integer' || shape.type === 'number')
      return Math.max(Number(shape.minimum ?? 0), Number(shape.exclusiveMinimum ?? -1) + 1)
    if (shape.type === 'boolean') return false
    if (shape.type !== 'string') return null
    if (shape.format === 'uuid') return ANY_ID
    if (shape.format === 'uri') return url
    if (shape.format === 'date') return '2026-11-20'
    if (/path|folder/i.test(key)) return somewhere
    const pattern = typeof shape.pattern === 'string' ? new RegExp(shape.pattern) : /^/
    const least = 'a'.repeat(Number(shape.minLength ?? 0))
    return [least, ...TEXTS].find((text) => text !== '' && pattern.test(text) && text.length >= least.length)
  }
  return sample(root, '')
}
