import type { SignInState } from '#shared/contracts/index.ts'
import { fail } from '#shared/errors/index.ts'
import { press, type Step, see, write } from './act.ts'
import { refusedCleaning } from './cleaning-samples.ts'
import { drillScenes } from './drill-scenes.ts'
import { type EngineFake, fakeEngine, never, type ShellFake } from './fakes.ts'
import { clinicBookFakes, sampleInventory } from './inventory-samples.ts'
import { LONG_NAME, LONG_WORD } from './long-samples.ts'
import { peopleFakes, samplePeople, signedIn } from './people-samples.ts'
import { makeOverview, makeReplica } from './samples.ts'
import { named, type Scene } from './scene.ts'
import { windowScenes } from './window-scenes.ts'

const before = { ...windowScenes, ...drillScenes }
/** A scene with other answers to what is asked next, and what is done in it. */
const after = (name: keyof typeof before, engine: Partial<EngineFake>, ...steps: Step[]): Scene => {
  const scene: Scene = before[name]()
  return { ...scene, engine: { ...scene.engine, ...engine }, steps: [...(scene.steps ?? []), ...steps] }
}
const pressed = (name: keyof typeof before, ...steps: Step[]) => after(name, {}, ...steps)
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

/** A network place as somebody describes it, up to the server's own mark. */
const described = [
  press('places:list.addNetwork'),
  write('places:add.kind', 'sftp'),
  write('places:add.host', 'nas.sorriso.local'),
  write('places:add.user', 'copias'),
  write('places:add.folder', '/volume1/cofre'),
  write('places:add.password', 'uma senha'),
  press('places:add.next'),
]
const unknownServer: Partial<EngineFake> = {
  readCertificate: async () => ({ sha256: '5f2a'.repeat(16), isTrusted: false }),
}

const [managerOf] = samplePeople
const manager: SignInState = managerOf ? signedIn(managerOf) : { kind: 'open' }
const requestId = '3f0c9a52-77aa-4a5c-9f5e-0a1b2c3d4e5f'
/** Something is asked by a person of whom the engine wants more. */
const wanted = (engine: Partial<EngineFake>, ...steps: Step[]) =>
  after(
    'settings-places',
    { ...peopleFakes(manager), ...engine },
    press('places:list.remove'),
    press('places:remove.submit'),
    ...steps,
  )

/** The packet for the technician, called from the help. */
const technician = (engine: Partial<EngineFake>, shell: Partial<ShellFake>, ...steps: Step[]): Scene => ({
  ...after('home-guarded', engine, press('app:help.open'), press('technician:open'), ...steps),
  shell: { ...shell },
})

/** What opens over a screen, and what lies some presses further in. */
export const dialogScenes = named({
  menu: () => ({ ...pressed('home-guarded', press('app:openMenu')), isNarrow: true }),
  preferences: () => pressed('home-guarded', press('app:preferences.open')),
  help: () => pressed('home-guarded', press('app:help.open'), see('app:help.all')),
  'help-found': () => pressed('home-guarded', press('app:help.open'), write('app:help.search', 'kit')),
  'help-nothing': () => pressed('home-guarded', press('app:help.open'), write('app:help.search', 'xyzzy')),
  'help-contents': () => pressed('home-guarded', press('app:help.open'), press('app:help.all')),
  'help-locked': () => pressed('unlock-no-keychain', press('app:help.open'), see('app:help.all')),
  technician: () => technician({}, {}, see('technician:whole')),
  'technician-making': () => technician({ makeDiagnosis: never }, {}, see('technician:making')),
  'technician-engine-away': () =>
    technician({ makeDiagnosis: () => fail('IPC_002') }, {}, see('technician:engineAway')),
  'technician-no-address': () =>
    technician({ technicianAddress: async () => ({ to: [] }) }, {}, see('technician:noAddress')),
  'technician-saved': () => technician({}, {}, press('technician:save'), see('technician:saved')),
  'technician-unsaved': () =>
    technician({}, { saveDiagnosis: () => fail('REST_102') }, press('technician:save'), see('errors:REST_102.safe')),
  'technician-sent': () =>
    technician({}, {}, press('technician:send', { to: 'suporte@informatica.example' }), see('technician:sent')),
  'home-snooze': () => pressed('home-notices', press('home:notices.later')),
  'home-brake-answer': () => pressed('home-brake', press('home:brake.us')),
  'home-brake-refused': () =>
    after(
      'home-brake',
      { ...peopleFakes(manager) },
      press('home:brake.us'),
      write('home:brake.reason', 'Trocamos o sistema de imagens ontem'),
      press('home:brake.release'),
      see('errors:GUARD_101.safe'),
    ),
  'home-taken-over-answer': () => pressed('home-taken-over', press('rescue:old.goOn')),
  'inventory-add': () => inventory(press('inventory:add')),
  'inventory-change': () => inventory(press('inventory:change')),
  'inventory-long': () => inventory(),
  'protected-database-add': () => pressed('protected', press('databases:other')),
  'protected-database-refused': () =>
    pressed(
      'protected-server-refused',
      press('databases:other'),
      write('databases:form.database', 'esus'),
      write('databases:form.user', 'salvaguarda'),
      write('databases:form.password', 'senha'),
      press('databases:form.try'),
    ),
  'protected-beside': () => pressed('protected-server', press('databases:beside.change')),
  'protected-password': () => pressed('protected-server', press('databases:password.change')),
  'protected-password-refused': () =>
    pressed(
      'protected-server-refused',
      press('databases:password.change'),
      write('databases:password.field', 'senha errada'),
      press('databases:password.save'),
    ),
  'protected-smaller': () => pressed('protected-server-smaller', press('databases:smaller.accept')),
  'settings-place-add': () => pressed('settings-places', press('places:list.addNetwork')),
  'settings-place-trust': () => after('settings-places', unknownServer, ...described, see('places:trust.yes')),
  'settings-place-test': () =>
    after('settings-places', {}, ...described, press('places:trust.yes'), press('places:add.next')),
  'settings-place-unreached': () =>
    after('settings-places', { readHostKey: () => fail('DEST_105') }, ...described, see('errors:DEST_105.safe')),
  'settings-place-describe': () => pressed('settings-places', press('places:list.describe')),
  'settings-place-remove': () => pressed('settings-places', press('places:list.remove')),
  'settings-place-password': () => pressed('settings-places', press('places:list.password')),
  'settings-place-password-refused': () =>
    pressed(
      'settings-places',
      press('places:list.password'),
      write('places:password.field', 'senha errada'),
      press('places:password.save'),
      see('errors:DEST_105.safe'),
    ),
  'settings-place-tested': () => pressed('settings-places', press('places:list.test')),
  'settings-cleaning': () => pressed('settings-places', press('cleaning:open'), see('cleaning:people.title')),
  'settings-cleaning-refused': () =>
    after('settings-places', refusedCleaning(), press('cleaning:open'), see('cleaning:refused.title')),
  'settings-cleaning-loading': () =>
    after('settings-places', { planPrune: never }, press('cleaning:open'), see('cleaning:looking')),
  'settings-cleaning-error': () =>
    after(
      'settings-places',
      { planPrune: () => fail('DEST_101') },
      press('cleaning:open'),
      see('errors:DEST_101.safe'),
    ),
  'settings-kit-prove': () => pressed('settings', press('kit:settings.prove')),
  'settings-kit-prove-unknown': () =>
    after('settings', { askKitWords: () => fail('KIT_107') }, press('kit:settings.prove'), see('errors:KIT_107.safe')),
  'settings-kit-proven': () =>
    pressed(
      'settings',
      press('kit:settings.prove'),
      ...[3, 9, 14].map((position) => write('kit:wordLabel', 'abacate', { position })),
      press('kit:prove.submit'),
      see('kit:prove.close'),
    ),
  'settings-kit-reprint': () => pressed('settings', press('kit:settings.reprint')),
  'settings-pair': () => pressed('settings', press('tablets:screen.pair')),
  'settings-pair-loading': () => after('settings', { beginPairing: never }, press('tablets:screen.pair')),
  'settings-pair-error': () =>
    after(
      'settings',
      { beginPairing: () => fail('APP_000') },
      press('tablets:screen.pair'),
      see('errors:APP_000.safe'),
    ),
  'settings-tablets-turn-off': () => pressed('settings', press('tablets:screen.turnOff')),
  'settings-tablet-remove': () => pressed('settings', press('tablets:screen.revoke')),
  'people-prove': () => wanted({ removePlace: () => fail('PEOPLE_107') }, see('people:prove.title')),
  'people-second': () =>
    wanted(
      {
        removePlace: () => fail('PEOPLE_106', { requestId }),
        pendingRequests: async () => [
          {
            ...{ requestId, call: 'removePlace', isConfirmed: false, requestedByName: LONG_NAME },
            requestedBy: managerOf?.accountId ?? fail('APP_000'),
            expiresAtMs: Date.now() + 600_000,
            mayConfirm: samplePeople.slice(2, 4).map(({ accountId }) => accountId),
          },
        ],
      },
      see('people:second.title'),
    ),
  'people-second-loading': () =>
    wanted(
      { removePlace: () => fail('PEOPLE_106', { requestId }), pendingRequests: never },
      see('people:second.title'),
    ),
  'drills-begin-error': () =>
    after(
      'drills',
      { beginDrill: () => fail('DEST_101') },
      press('drills:begin'),
      write('drills:begins.leader', 'Marina Alves'),
      press('drills:begins.start'),
      see('errors:DEST_101.safe'),
    ),
  'drills-close': () => pressed('drills-app-step', press('drills:close')),
})
