// `npm start`: opens the app.
import { launchElectron } from '../setup/electron.mjs'
import { openSession, sessionNeeds } from '../setup/session.mjs'
import { desktopEnvironment, prepareDesktop } from './desktop.mjs'

export const prepare = () => prepareDesktop(sessionNeeds('start'))

export async function run(args, ready) {
  const session = await openSession(ready.needs)
  try {
    return await launchElectron(ready.electron, args, desktopEnvironment(ready, session))
  } finally {
    await session.stop()
  }
}
