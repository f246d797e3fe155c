import type { Format } from './corpus.ts'
import { mutate } from './mutate.ts'
import { SeededRandom } from './random.ts'

/** An input by its name: the same three always give the same bytes. */
export type InputName = { readonly format: Format; readonly seed: string; readonly number: number }

export function inputOf(
  corpus: Readonly<Record<Format, readonly Uint8Array[]>>,
  { format, seed, number }: InputName,
): Uint8Array {
  return mutate(new SeededRandom(`${seed} ${format} ${number}`), corpus[format])
}
