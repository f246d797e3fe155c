import { z } from 'zod'

type Whole<S extends z.ZodRawShape> = {
  [K in keyof S]: S[K] extends z.ZodDefault<infer T extends z.ZodType> ? T : S[K]
}

/** The same object with nothing filled in: a file may leave fields out, what crosses a wire is whole. Only the object's own fields are looked at. */
export function whole<S extends z.ZodRawShape>(schema: z.ZodObject<S>): z.ZodObject<Whole<S>> {
  const fields = Object.entries(schema.shape).map(([name, field]) => [
    name,
    field instanceof z.ZodDefault ? field.unwrap() : field,
  ])
  return z.object(Object.fromEntries(fields) as Whole<S>)
}
