import type { recover as source } from '../pt-br/recover.ts'
import type { SameShape } from '../shape.ts'

export const recover = {
  title: 'Recover',
  lead: 'What is gone? Type the name of the document, the photo or the patient.',
  searchLabel: 'What are you looking for?',
  searchHint: 'Accents and capitals make no difference. The beginning of a word is enough.',
  searching: 'Looking in all copies…',
  noCopies: 'There is no copy to look in yet',
  noCopiesWhy: 'As soon as the first copy is done, everything it kept is shown here.',
  before: 'We look in all copies at once',
  beforeWhy: 'Also at what was deleted from its folder. Nothing on the computer changes.',
  results_one: '{{count, number}} item found',
  results_other: '{{count, number}} items found',
  capped: 'These are the {{count, number}} newest. Type one more word to come closer.',
  nothing: 'Nothing with that name in the copies',
  nothingWhy:
    'Try just the beginning of a word of the name, or the patient’s name. If it is from today, it may not be in any copy yet.',
  gone: 'no longer in its folder',
  goneDatabase: 'not in the newest copy',
  serverDump: 'This is the whole copy of a database of a server',
  serverDumpWhy:
    'Recovered, it is a document that the technician loads into a server. The database in use does not change.',
  versions_one: '{{count, number}} version',
  versions_other: '{{count, number}} versions',
  inFolder: 'in {{folder}}',
  lastSeen: 'seen in the copy from {{when}}',
  backToSearch: 'Back to the search',
  version: {
    title: 'Which version?',
    hint: 'If you are not sure, keep the newest. You can try another one afterwards.',
    newest: 'the newest',
    asOf: 'As it was {{when}}',
    inCopies: 'kept in the copies from {{first}} to {{last}}',
    inOneCopy: 'kept in the copy from {{first}}',
    loading: 'Getting the versions…',
  },
  action: 'Recover',
  running: 'Recovering and checking…',
  done: 'Done. It took {{duration}}.',
  openFolder: 'Open the folder',
} as const satisfies SameShape<typeof source>
