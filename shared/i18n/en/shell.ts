import type { shell as source } from '../pt-br/shell.ts'
import type { SameShape } from '../shape.ts'

export const shell = {
  windowTitle: 'Salvaguarda',
  chooseToProtect: 'Choose a folder of the clinic to protect',
  chooseToKeepCopies: 'Choose where the copies will live',
  chooseToRecoverInto: 'Choose the folder that receives what is recovered',
  chooseButton: 'Choose this folder',
  recoveredFolder: 'Recovered',
} as const satisfies SameShape<typeof source>
