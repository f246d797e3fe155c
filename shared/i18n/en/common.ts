import type { common as source } from '../pt-br/common.ts'
import type { SameShape } from '../shape.ts'

export const common = {
  appName: 'Salvaguarda',
  back: 'Back',
  next: 'Continue',
  close: 'Close',
  tryAgain: 'Try again',
  forTechnician: 'Details for the technician',
  code: 'Code {{code}}',
  files_zero: 'no documents or photos',
  files_one: '{{count, number}} document or photo',
  files_other: '{{count, number}} documents and photos',
  databases_zero: 'no databases',
  databases_one: '{{count, number}} database',
  databases_other: '{{count, number}} databases',
  drive: 'Disk {{letter}}:',
  wholeComputer: 'This computer',
} as const satisfies SameShape<typeof source>
