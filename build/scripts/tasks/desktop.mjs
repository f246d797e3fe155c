// What every task that opens a window has in common.
import { delimiter, dirname } from 'node:path'
import { ensureBuild } from '../setup/app-build.mjs'
import { ensureElectron, needsUnzip } from '../setup/electron-runtime.mjs'
import { ensureNode } from '../setup/node.mjs'
import { ensurePackages } from '../setup/packages.mjs'
import { ensureSystemLibraries } from '../setup/system-libraries.mjs'

/**
 * Everything a window needs except the app itself.
 * @param {{display: boolean, keyring: boolean, desk: boolean}} needs what the session has to make up for (session.mjs)
 */
export async function prepareRuntime(needs) {
  const node = await ensureNode()
  await ensurePackages(node)
  await ensureSystemLibraries([
    'electron',
    ...(needsUnzip() ? ['unzip'] : []),
    ...(needs.display ? ['display'] : []),
    ...(needs.keyring ? ['keyring'] : []),
    ...(needs.desk ? ['desk'] : []),
  ])
  return { node, electron: await ensureElectron(node), needs }
}

export async function prepareDesktop(needs) {
  const ready = await prepareRuntime(needs)
  await ensureBuild(ready.node)
  return ready
}

/**
 * The environment of everything started in the session. SALVAGUARDA_NODE is the Node that main starts the engine with
 * where Electron's own Node-API is too old for it; it also comes first on PATH, for tools that look for `node` there.
 */
export function desktopEnvironment({ node }, session) {
  const pathName = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH'
  const path = [dirname(node), process.env[pathName]].join(delimiter)
  return { ...process.env, ...session.env, [pathName]: path, SALVAGUARDA_NODE: node }
}
