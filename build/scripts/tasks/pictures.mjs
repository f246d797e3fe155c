// `npm run pictures -- …`: every scene of the gallery in both themes, three sizes of letters and two languages, to be looked at.
import { join } from 'node:path'
import { ROOT } from '../setup/paths.mjs'
import { runProgram } from '../setup/program.mjs'
import { openSession, sessionNeeds } from '../setup/session.mjs'
import { desktopEnvironment, prepareRuntime } from './desktop.mjs'

export const prepare = () => prepareRuntime(sessionNeeds('test'))

export async function run(args, ready) {
  const session = await openSession(ready.needs)
  try {
    const env = desktopEnvironment(ready, session)
    return await runProgram(ready.node, [join(ROOT, 'test', 'gallery', 'pictures.ts'), ...args], { cwd: ROOT, env })
  } finally {
    await session.stop()
  }
}
