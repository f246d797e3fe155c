// `npm run demo`: the driver makes the demo clinic, protects it, loses a photo and recovers it; then the app opens on it.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { launchElectron, requireSandbox } from '../setup/electron.mjs'
import { CACHE, ROOT } from '../setup/paths.mjs'
import { ensurePeers } from '../setup/peers.mjs'
import { runProgram } from '../setup/program.mjs'
import { say } from '../setup/say.mjs'
import { openSession, sessionNeeds } from '../setup/session.mjs'
import { desktopEnvironment, prepareDesktop } from './desktop.mjs'

const LAUNCH_FILE = join(CACHE, 'demo', 'launch.json')

export async function prepare(args) {
  const ready = await prepareDesktop(sessionNeeds('demo'))
  if (!args.includes('--headless')) await requireSandbox(ready.electron)
  // the demo lets stock restic judge the vault; where none can be had its report says so
  for (const { peer, reason } of await ensurePeers()) say(`${peer.name} could not be had: ${reason}`)
  return ready
}

export async function run(args, ready) {
  const session = await openSession(ready.needs)
  const env = { ...desktopEnvironment(ready, session), SALVAGUARDA_DEMO: '1', SALVAGUARDA_LAUNCH_FILE: LAUNCH_FILE }
  try {
    rmSync(LAUNCH_FILE, { force: true })
    const code = await runProgram(ready.node, [join(ROOT, 'test', 'demo', 'demo.ts'), ...args], { env, cwd: ROOT })
    if (code !== 0 || args.includes('--headless') || !existsSync(LAUNCH_FILE)) return code
    const { userData } = JSON.parse(readFileSync(LAUNCH_FILE, 'utf8'))
    return await launchElectron(ready.electron, [`--user-data-dir=${userData}`], env)
  } finally {
    await session.stop()
  }
}
