import { expect, test } from 'vitest'
import { z } from 'zod'
import { engineContract, hostContract, shellContract } from '#shared/contracts/index.ts'
import { type Contract, call } from '#shared/wire/index.ts'

// Both ends of a wire parse the same value, so a schema that changes what it reads (a default, a transform) would be applied twice.

const PLAIN = new Set([
  ...['string', 'number', 'boolean', 'null', 'literal', 'enum', 'unknown'],
  // Looks and changes nothing: `z.instanceof`.
  'custom',
  ...['object', 'array', 'tuple', 'record', 'union', 'nullable', 'optional'],
])
type Def = {
  type: string
  coerce?: boolean
  shape?: Record<string, z.ZodType>
  element?: z.ZodType
  items?: z.ZodType[]
  options?: z.ZodType[]
  innerType?: z.ZodType
  valueType?: z.ZodType
}

function impurities(schema: z.ZodType, path: string): string[] {
  const def = schema._zod.def as unknown as Def
  if (def.coerce || !PLAIN.has(def.type)) return [`${path}: ${def.coerce ? 'coerce' : def.type}`]
  const parts: [string, z.ZodType | undefined][] = [
    ...Object.entries(def.shape ?? {}),
    ...[...(def.options ?? []), ...(def.items ?? [])].map((part, i): [string, z.ZodType] => [String(i), part]),
    ['[]', def.element ?? def.innerType ?? def.valueType],
  ]
  return parts.flatMap(([name, part]) => (part ? impurities(part, `${path}/${name}`) : []))
}

const impuritiesOf = (contract: Contract) =>
  Object.entries(contract).flatMap(([name, spec]) => [
    ...impurities(spec.input, `${name} input`),
    ...impurities(spec.kind === 'call' ? spec.output : spec.event, `${name} ${spec.kind}`),
  ])

test.each(Object.entries({ engineContract, hostContract, shellContract }))(
  '%s reads the same going in and coming out',
  (_name, contract) => {
    expect(impuritiesOf(contract)).toEqual([])
  },
)

test.each(
  Object.entries({
    transform: z.string().transform((text) => text.length),
    default: z.object({ a: z.array(z.string().default('x')) }),
    coerce: z.object({ a: z.coerce.number() }),
    date: z.date().nullable(),
  }),
)('a schema with %s would be found', (_name, schema) => {
  expect(impuritiesOf({ method: call(z.object({}), schema) })).toHaveLength(1)
})
