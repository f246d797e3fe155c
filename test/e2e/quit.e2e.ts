import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Desktop, type LockedKeyring, startLockedKeyring, startScreen } from '../desktop.ts'
import { removeFolder, test } from './app.ts'
import { callFromPage } from './page-wire.ts'

let screen: Desktop
let keyring: LockedKeyring
let clinic: string
test.beforeAll(async () => {
  screen = await startScreen()
  keyring = await startLockedKeyring(screen)
  clinic = mkdtempSync(path.join(tmpdir(), 'clínica '))
  writeFileSync(path.join(clinic, 'agenda.txt'), 'segunda-feira')
})
test.afterAll(async () => {
  removeFolder(clinic)
  await keyring.stop()
  await screen.stop()
})

test('the app can be closed while the computer waits for the password of its keyring', async ({ launch }) => {
  test.setTimeout(300_000)
  const disk = mkdtempSync(path.join(tmpdir(), 'hd externo '))
  const { electron, page } = await launch({ env: keyring.env })
  const begun = await callFromPage(page, 'engine', 'beginSetup', {
    clinicName: 'Clínica Aurora',
    sources: [{ kind: 'folder', path: clinic, label: 'Documentos' }],
    destinationPath: disk,
  })
  const { kitWords, proofPositions } = (begun as { value: { kitWords: string[]; proofPositions: number[] } }).value
  // The person proves the kit, the computer asks for the keyring's password, and nobody types it.
  void callFromPage(page, 'engine', 'finishSetup', {
    proof: proofPositions.map((position) => ({ position, word: kitWords[position - 1] })),
    withoutKeychain: false,
  }).catch(() => {})
  await keyring.asked
  const ended = once(electron.process(), 'exit')
  await electron.evaluate(({ app }) => app.quit()).catch(() => {})
  await ended
  removeFolder(disk)
})
