import type { tray as source } from '../pt-br/tray.ts'
import type { SameShape } from '../shape.ts'

export const tray = {
  ok: 'Everything is safe. Last copy: {{when}}.',
  working: 'Copying now. Go on seeing patients.',
  attention: 'Safe, with a note: {{what}}.',
  needsYou: 'Needs you: {{what}}.',
  what: {
    none: 'there is no copy yet',
    late: 'last copy {{when}}',
    away: 'the disk for copies is not connected',
    skipped: 'something was left out of the last copy',
    damaged: 'part of the vault is damaged',
    stopped: 'the last copy stopped midway',
    locked: 'type the words of the kit',
    fresh: 'finish the first steps',
    putOff: 'a notice was put off',
    refused: 'open Salvaguarda to see why no copies are made',
    engine: 'the part that makes the copies is restarting',
  },
  open: 'Open Salvaguarda',
  copyNow: 'Copy now',
  recover: 'Recover',
  quit: 'Quit Salvaguarda (copies stop)',
  engineStopped: {
    title: 'Copies have stopped on this computer',
    body: 'What was kept is still kept. Reception: call the technician today.',
  },
} as const satisfies SameShape<typeof source>
