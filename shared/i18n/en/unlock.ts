import type { unlock as source } from '../pt-br/unlock.ts'
import type { SameShape } from '../shape.ts'

export const unlock = {
  title: 'Type the words of the kit',
  lead: 'The copies are whole. To go on keeping them, the vault of {{clinic}} needs the 24 words on the paper.',
  open: 'Open the vault',
  opening: 'Opening the vault…',
  why: 'Why is this needed?',
} as const satisfies SameShape<typeof source>
