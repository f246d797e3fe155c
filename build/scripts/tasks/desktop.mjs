// What every task that opens a window has in common.
import { ensureBuild } from '../setup/app-build.mjs'
import { ensureElectron, needsUnzip } from '../setup/electron-runtime.mjs'
import { ensureNode } from '../setup/node.mjs'
import { ensurePackages } from '../setup/packages.mjs'
import { ensureSystemLibraries } from '../setup/system-libraries.mjs'

/**
 * Everything a window needs except the app itself.
 * @param {{display: boolean, keyring: boolean}} needs what the session has to make up for (session.mjs)
 */
export async function prepareRuntime(needs) {
  const node = await ensureNode()
  await ensurePackages(node)
  await ensureSystemLibraries([
    'electron',
    ...(needsUnzip() ? ['unzip'] : []),
    ...(needs.display ? ['display'] : []),
    ...(needs.keyring ? ['keyring'] : []),
  ])
  return { node, electron: await ensureElectron(node), needs }
}

export async function prepareDesktop(needs) {
  const ready = await prepareRuntime(needs)
  await ensureBuild(ready.node)
  return ready
}

/** SALVAGUARDA_NODE: the Node that main starts the engine with where Electron's own Node-API is too old for it. */
export const desktopEnvironment = ({ node }, session) => ({
  ...process.env,
  ...session.env,
  SALVAGUARDA_NODE: node,
})
