import type { app as source } from '../pt-br/app.ts'
import type { SameShape } from '../shape.ts'

export const app = {
  skipToContent: 'Go to the content',
  menu: 'Parts of Salvaguarda',
  home: 'Home',
  protected: 'What we protect',
  recover: 'Recover',
  records: 'Records',
  history: 'History',
  disks: 'Disks',
  drills: 'Drills',
  plan: 'Plan',
  learn: 'Learn',
  people: 'People',
  settings: 'Settings',
  opening: 'Opening Salvaguarda…',
  preferences: {
    open: 'Look and language',
    title: 'Look and language',
    language: 'Language',
    portuguese: 'Português',
    english: 'English',
    theme: 'Colours',
    system: 'As on the computer',
    light: 'Light',
    dark: 'Dark',
    textSize: 'Size of the letters',
    percent: '{{percent}} %',
  },
  engine: {
    title: 'The part that makes the copies is restarting',
    body: 'What was already kept is still kept. It comes back by itself in a few seconds.',
    often:
      'What was already kept is still kept. It has stopped {{attempt}} times: if it takes long, call the technician.',
  },
  wall: {
    title: 'This screen stopped midway',
    body: 'What was already kept is still kept. Open the screen again; if it repeats, call the technician.',
    reload: 'Open again',
  },
} as const satisfies SameShape<typeof source>
