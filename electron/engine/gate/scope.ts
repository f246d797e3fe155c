import type { Category, Right } from '#shared/domain/index.ts'

type Asked = { readonly call: string; readonly input: unknown }

/** What the gate has to be told about what is asked for; the rooms that know it are put together above. */
export type Scope = {
  /** Of what is asked for. Empty where it is about none. */
  categoriesOf(asked: Asked): readonly Category[]
  /** Whether this very thing takes a second person, of a call that sometimes does. */
  takesTwo(asked: Asked): boolean
  /** An answer without what somebody may not see; `isTheirs` judges by category. */
  narrowed(call: string, answer: unknown, isTheirs: (category: Category) => boolean): unknown
  /** Of what lies at a path of the clinic's own copies. */
  categoriesAt(path: string): readonly Category[]
}

/** By which right a call with categories is judged: looking by its own, everything else as bringing back. */
export const judgedBy = (need: Right | string): 'view' | 'recover' | 'find' =>
  need === 'view' || need === 'find' ? need : 'recover'
