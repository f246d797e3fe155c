import { fail } from '#shared/errors/index.ts'
import { beginRescue, rescueStore } from '../screens/rescue/rescue-store.ts'
import { press, type Step, write } from './act.ts'
import { makeDiskSet } from './disk-samples.ts'
import { fakeEngine } from './fakes.ts'
import { clinicBookFakes, sampleInventory } from './inventory-samples.ts'
import { LONG_NAME, LONG_PLACE, LONG_WORD } from './long-samples.ts'
import { makeOverview, makeReplica } from './samples.ts'
import type { Scene, Scenes } from './scene.ts'
import { windowScenes } from './window-scenes.ts'

const after = (name: string, ...steps: Step[]): Scene => {
  const before = windowScenes[name] ?? fail('APP_000')
  return { ...before(), steps }
}
const disks = (...steps: Step[]): Scene => ({
  engine: fakeEngine(makeOverview({ replicas: [makeReplica({}, Date.now())] }), { diskSet: async () => makeDiskSet() }),
  screen: 'disks',
  steps,
})
const inventory = (...steps: Step[]): Scene => ({
  engine: fakeEngine(
    makeOverview({ replicas: [makeReplica({}, Date.now())] }),
    clinicBookFakes({
      ...sampleInventory,
      items: sampleInventory.items.map(({ item, state }) => ({
        state,
        item: { ...item, name: item.name === '' ? '' : LONG_WORD.slice(0, 60), updatedBy: [{ name: LONG_NAME }] },
      })),
    }),
  ),
  screen: 'protected',
  steps,
})
const rescue = (step: 'place' | 'words' | 'copies' | 'take-over'): Scene => ({
  engine: fakeEngine(makeOverview({ state: { kind: 'fresh' }, sources: [], vault: null, lastCopy: null, copies: 0 })),
  prepare() {
    beginRescue()
    rescueStore.setState({
      step,
      place: LONG_PLACE,
      computers: [],
      computer: LONG_NAME,
    })
  },
})

/** What opens over a screen, and what lies some presses further in. */
export const dialogScenes: Scenes = {
  preferences: () => after('home-guarded', press('app:preferences.open')),
  'home-snooze': () => after('home-notices', press('home:notices.later')),
  'home-brake-answer': () => after('home-brake', press('home:brake.us')),
  'inventory-add': () => inventory(press('inventory:add')),
  'inventory-change': () => inventory(press('inventory:change')),
  'inventory-long': () => inventory(),
  'disks-add': () => disks(press('disks:add.open')),
  'disks-agree': () => disks(press('disks:promise.change')),
  'disks-labels': () => disks(press('disks:labels.open')),
  'settings-place-add': () => after('settings-places', press('places:list.addNetwork')),
  'settings-place-describe': () => after('settings-places', press('places:list.describe')),
  'settings-place-remove': () => after('settings-places', press('places:list.remove')),
  'settings-place-password': () => after('settings-places', press('places:list.password')),
  'settings-kit-prove': () => after('settings', press('kit:settings.prove')),
  'settings-kit-reprint': () => after('settings', press('kit:settings.reprint')),
  'settings-pair': () => after('settings', press('tablets:screen.pair')),
  'recover-found': () => after('recover-waiting', write('recover:searchLabel', 'laudo')),
  'recover-nothing': () => after('recover-waiting', write('recover:searchLabel', 'xx')),
  'recover-folder': () => after('recover-waiting', press('wizard:what.folder'), write('wizard:folder.label', 'Ana')),
  'recover-computer': () => after('recover-waiting', press('wizard:what.computer')),
  'recover-help': () => after('recover-waiting', press('wizard:what.help')),
  'rescue-place': () => rescue('place'),
  'rescue-words': () => rescue('words'),
  'rescue-copies': () => rescue('copies'),
  'rescue-take-over': () => rescue('take-over'),
}
