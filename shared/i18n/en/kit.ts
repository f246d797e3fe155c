import type { kit as source } from '../pt-br/kit.ts'
import type { SameShape } from '../shape.ts'

export const kit = {
  warning: 'Without this paper and without the key, nobody recovers the data. Not even us.',
  words: 'The 24 words of the recovery kit',
  wordLabel: 'Word {{position}}',
  print: 'Print the kit',
  printed: 'Kit sent to the printer. See that all 24 words came out readable.',
  notPrinted: 'The paper did not come out. See to the printer or copy the words by hand, in order.',
  sheet: {
    title: 'Recovery kit',
    clinic: 'Clinic',
    date: 'Date',
    place: 'Where the copies live',
    intro: 'These 24 words, in this order, open the vault with the copies of the clinic on any computer.',
    rulesTitle: 'What to do with this paper',
    rule1: 'Keep it in a closed envelope, outside the clinic, with somebody you trust.',
    rule2: 'Take no photo of it, send it in no message and do not stick it near the computer.',
    rule3:
      'If the computer is replaced, stolen or burns: call the technician with this paper and the disk with the copies. The two are enough to recover everything.',
    rule4:
      'Whoever has this paper and the disk with the copies reads everything. If the paper is gone, tell the technician the same day.',
    technician:
      'For the technician: the vault is a restic repository, format 2. The password is the 24 words in lower case, without accents, one blank between them.',
    keptBy: 'Kept by',
    keptSince: 'Since',
  },
} as const satisfies SameShape<typeof source>
