// `node build/scripts/with-desktop.mjs COMMAND [arguments]`: runs one command in the desktop the tests get, for working on
// a single test, e.g. `node build/scripts/with-desktop.mjs npx playwright test recover`. Sets up and builds first;
// where the build fails the command runs all the same.
import { tryBuild } from './setup/app-build.mjs'
import { alone } from './setup/lock.mjs'
import { runProgram } from './setup/program.mjs'
import { SetupError, say } from './setup/say.mjs'
import { openSession, sessionNeeds } from './setup/session.mjs'
import { desktopEnvironment, prepareRuntime } from './tasks/desktop.mjs'

async function main() {
  const [command, ...args] = process.argv.slice(2)
  if (!command) throw new SetupError('usage: node build/scripts/with-desktop.mjs COMMAND [arguments]')
  const ready = await alone(async () => {
    const runtime = await prepareRuntime(sessionNeeds('test'))
    await tryBuild(runtime.node)
    return runtime
  })
  const session = await openSession(ready.needs)
  try {
    return await runProgram(command, args, { env: desktopEnvironment(ready, session) })
  } finally {
    await session.stop()
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof SetupError)) throw error
  say(error.message)
  process.exitCode = 1
}
