// The one way in: `node build/scripts/run.mjs start|demo|test|test-long|check|cli|bench|pictures|package [arguments]`, as `npm start`, `npm test`, … call it.
// Runs on plain Node 20.10 before any package is installed, sets up what the task needs and is missing, then does the task.
import { alone } from './setup/lock.mjs'
import { SetupError, say } from './setup/say.mjs'

const TASKS = ['start', 'demo', 'test', 'test-long', 'check', 'cli', 'bench', 'pictures', 'package']

async function main() {
  const [name, ...args] = process.argv.slice(2)
  if (!TASKS.includes(name)) throw new SetupError(`usage: node build/scripts/run.mjs ${TASKS.join('|')} [arguments]`)
  const task = await import(`./tasks/${name}.mjs`)
  const ready = await alone(() => task.prepare(args))
  return await task.run(args, ready)
}

try {
  process.exitCode = await main()
} catch (error) {
  if (error instanceof SetupError) say(error.message)
  else process.stderr.write(`${error?.stack ?? error}\n`)
  process.exitCode = 1
}
