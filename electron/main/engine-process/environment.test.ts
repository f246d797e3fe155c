import { expect, test } from 'vitest'
import { engineEnvironment } from './environment.ts'

const own = {
  PATH: '/usr/bin',
  Path: 'C:\\Windows',
  HOME: '/home/recepção',
  LANG: 'pt_BR.UTF-8',
  NODE_OPTIONS: '--require /tmp/evil.js',
  LD_PRELOAD: '/tmp/evil.so',
  AWS_SECRET_ACCESS_KEY: 'secret',
  DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/bus',
  SALVAGUARDA_TEST_THING: '1',
  SALVAGUARDA_DATA_FOLDER: '/somewhere/else',
}
const given = { dataFolder: '/home/recepção/engine', version: '1.2.3' }

test('the engine gets what it needs and where its data is, and no secret and no hook of this computer', () => {
  expect(engineEnvironment(own, { ...given, isPackaged: true })).toEqual({
    PATH: '/usr/bin',
    Path: 'C:\\Windows',
    HOME: '/home/recepção',
    LANG: 'pt_BR.UTF-8',
    MALLOC_ARENA_MAX: '2',
    SALVAGUARDA_DATA_FOLDER: '/home/recepção/engine',
    SALVAGUARDA_VERSION: '1.2.3',
  })
})

test('our own switches pass only while the app is not packaged', () => {
  expect(engineEnvironment(own, { ...given, isPackaged: false })).toMatchObject({
    SALVAGUARDA_TEST_THING: '1',
    SALVAGUARDA_DATA_FOLDER: '/home/recepção/engine',
  })
})
