import type { notices as source } from '../pt-br/notices.ts'
import type { SameShape } from '../shape.ts'

export const notices = {
  subject: {
    'copies-late': {
      title: 'Nothing new has been kept since {{since}}',
      safe: 'What was kept is still kept.',
    },
    'copy-stopped': {
      title: 'Copies have stopped midway since {{since}}',
      safe: 'What was kept is still kept.',
    },
    'records-left-out': {
      title: 'The records were left out of the last copy',
      safe: 'The folders were kept, and the records of earlier copies are still kept.',
    },
    'place-away': {
      title: 'The disk for copies is not connected',
      safe: 'Nothing is lost: what was kept is still on it.',
    },
    'place-full': {
      title: 'The disk for copies is full',
      safe: 'What was kept is still kept; nothing new fits.',
    },
    'key-missing': {
      title: 'The key of the vault is not on this computer',
      safe: 'The copies are whole, and the kit opens everything.',
    },
    'vault-damaged': {
      title: 'Part of the vault is damaged',
      safe: 'The originals of the clinic were not touched.',
    },
    'proof-expired': {
      title: 'The copies have not been checked for a long time',
      safe: 'Nothing is lost: they only have to be opened and checked.',
    },
    'other-disk-late': {
      title: 'The copy on the other disk is behind',
      safe: 'Nothing is lost: the one on the main disk is up to date.',
    },
    'mass-change': {
      title: 'Many documents changed at once',
      safe: 'To be safe, no old copy will be deleted.',
    },
    'source-shrunk': {
      title: 'A part of the clinic suddenly became much smaller',
      safe: 'The earlier copies, with everything, are still kept.',
    },
    'disk-due': {
      title: 'Today is the day to swap the disk of the month',
      safe: 'What was kept already stays kept.',
    },
    'disk-overdue': {
      title: 'The disk of the month has not been swapped since {{since}}',
      safe: 'Nothing is lost: the copies here are up to date.',
    },
    'disk-wrong': {
      title: 'This is not the expected disk',
      safe: 'We wrote nothing to it.',
    },
    'disk-stopped': {
      title: 'Writing the disk of the month stopped midway',
      safe: 'What was on the disk before is still on it.',
    },
    'disk-stays': {
      title: 'The disk of the month is ready and still at the clinic',
      safe: 'The copy on it is complete; away from the clinic it also protects against theft and fire.',
    },
    'disk-unread': {
      title: 'A disk kept away needs to be checked',
      safe: 'Nothing is lost: it only has to be plugged in and read as a whole, once a year.',
    },
    'tablet-quiet': {
      title: 'A tablet has sent no photos for days',
      safe: 'Photos that arrived are on the computer; new ones may be on the device only.',
    },
    'taken-over': {
      title: 'Another computer took over this clinic’s copies',
      safe: 'What was kept is still kept, and nothing on this computer changed.',
    },
    'register-changed': {
      title: 'The register of what was done is not right',
      safe: 'The copies were not touched. What is wrong in the register stays as it is, for whoever examines it.',
    },
    'register-silent': {
      title: 'Nothing new gets into the register',
      safe: 'The copies go on. What must be on record, like seeing a record, waits.',
    },
    'kit-unproven': {
      title: 'The recovery kit has not been proven for two months',
      safe: 'Copies are up to date: what is missing is to show that the paper exists and opens.',
    },
    'kit-old': {
      title: 'The kit’s paper is more than six months old',
      safe: 'The words still hold: what is missing is a paper with today’s date and places.',
    },
    'plan-paper': {
      title: 'The clinic’s plan on paper is not today’s',
      safe: 'Copies are up to date: what is missing is a paper for when nothing else works.',
    },
    'month-open': {
      title: 'The month is not closed yet',
      safe: 'Copies go on as usual: what is missing is the 5-minute review or the evidence folder.',
    },
    'incident-term': {
      title: 'An incident has a deadline running',
      safe: 'What was registered is kept, and the drafts are ready.',
    },
    'drill-due': {
      title: 'It is time for the quarter’s recovery drill',
      safe: 'Copies are up to date: what is missing is to show, with the clock running, that they come back.',
    },
    'drill-found': {
      title: 'The week’s automatic drill found a problem',
      safe: 'The clinic’s documents were not touched, and copies go on. To know before it is needed is what a drill is for.',
    },
    'email-unsent': {
      title: 'Notices by e-mail are not going out',
      safe: 'Copies go on as usual.',
    },
  },
  action: {
    'copy-now': { todo: 'make a copy now', button: 'Copy now' },
    'connect-place': { todo: 'connect the disk for copies', button: 'I connected it' },
    'free-space': { todo: 'replace the disk with a larger one', button: 'See the space' },
    'type-kit': { todo: 'type the 24 words of the kit', button: 'Type the words' },
    'check-now': { todo: 'check the copies', button: 'Check' },
    'mend-place': { todo: 'mend the place from the other copies', button: 'See the place' },
    'choose-folder': { todo: 'see what is protected and choose again', button: 'See what is protected' },
    answer: { todo: 'say whether it was somebody at the clinic', button: 'Answer' },
    'fix-settings': { todo: 'check the settings', button: 'Open the settings' },
    'call-technician': { todo: 'call the technician', button: 'See the code' },
    'swap-disk': { todo: 'take the disk whose turn it is and plug it into this computer', button: 'See which disk' },
    'take-disk': { todo: 'say who takes the disk away from the clinic', button: 'Who takes it?' },
    'bring-disk': { todo: 'bring the disk to be checked', button: 'See which disk' },
    'prove-kit': { todo: 'take the paper and type three words', button: 'Prove the kit' },
    'print-plan': { todo: 'look through the plan and print it', button: 'See the plan' },
    'close-month': { todo: 'do the month’s review', button: 'See the month' },
    'answer-incident': { todo: 'look at the deadline and decide with the lawyer', button: 'See the incident' },
    'begin-drill': { todo: 'choose a drill and set an hour with the team', button: 'See the drills' },
    'look-at-drill': { todo: 'see what the drill found and check the place', button: 'See the drill' },
    'look-at-register': { todo: 'look at History with the technician', button: 'Open History' },
    'print-kit': { todo: 'print the kit again', button: 'Print the kit' },
    'look-at-tablet': { todo: 'open the page on the tablet and send the photos', button: 'See which tablet' },
  },
  who: { reception: 'Reception', manager: 'Management', technician: 'Technician', everyone: 'Everyone' },
  whoJoin: '{{first}} and {{last}}',
  todoUntil: '{{who}}: {{todo}}, by {{until}}.',
  todoNow: '{{who}}: {{todo}} at once.',
  otherwise: {
    first: 'After that we tell the management, too.',
    manager: 'After that we tell everyone.',
  },
  email: {
    subject: '{{clinic}}: {{title}}',
    since: 'Since {{since}}.',
    code: 'For the technician: {{code}}',
    trial: {
      subject: '{{clinic}}: test of the notices',
      text: 'This is a test: the notices of Salvaguarda reach this address. Nothing has to be done.',
    },
    foot: 'A notice of Salvaguarda, on the computer of the clinic. At most one per subject and day, until it is solved. It never carries names of patients or documents.',
  },
} as const satisfies SameShape<typeof source>
