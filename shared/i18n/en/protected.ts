import type { protectedThings as source } from '../pt-br/protected.ts'
import type { SameShape } from '../shape.ts'

export const protectedThings = {
  title: 'What we protect',
  lead: 'Everything of the clinic that is kept, and how old the last checked copy of it is.',
  folder: 'Folder',
  database: 'Database of the system',
  unproven: 'not yet proven with this system',
  server: '{{name}} on {{host}}',
  category: 'What it is',
  noCategory: 'Not said',
  categories: {
    records: 'Records',
    images: 'Images and exams',
    finance: 'Finance',
    agenda: 'Appointments',
  },
  owner: 'Who answers for it',
  ownerHint: 'For example: Marina, reception',
  save: 'Save',
  saved: 'Saved.',
  goal: 'Goal: lose at most {{span}}',
  within: 'Within the goal',
  outside: 'Beyond the goal: {{span}} would be lost now',
  never: 'No copy yet',
  kept: 'Kept up to {{when}} ({{age}})',
  proven: 'Last copy checked as a whole: {{when}} ({{age}})',
  notProven: 'No copy checked as a whole yet',
  heard: 'Changes are noticed at once.',
  looked: 'Changes are looked for from time to time.',
} as const satisfies SameShape<typeof source>
