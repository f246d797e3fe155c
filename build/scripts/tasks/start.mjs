// `npm start`: opens the app.
import { launchElectron, requireSandbox } from '../setup/electron.mjs'
import { openSession, sessionNeeds } from '../setup/session.mjs'
import { desktopEnvironment, prepareDesktop } from './desktop.mjs'

export async function prepare() {
  const ready = await prepareDesktop(sessionNeeds('start'))
  await requireSandbox(ready.electron)
  return ready
}

export async function run(args, ready) {
  const session = await openSession(ready.needs)
  try {
    return await launchElectron(ready.electron, args, desktopEnvironment(ready, session))
  } finally {
    await session.stop()
  }
}
