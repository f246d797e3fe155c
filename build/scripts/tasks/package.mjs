// `npm run package [-- --deb | --all]`: what a clinic installs. Without an argument the app as a folder, which needs no network;
// with --all every kind of package of this system.
import { ensurePackage, makeAllPackages, makeDeb } from '../setup/app-package.mjs'
import { isOfficial } from '../setup/electron-runtime.mjs'
import { SetupError, say } from '../setup/say.mjs'
import { prepareRuntime } from './desktop.mjs'

const KINDS = { '': ensurePackage, '--deb': makeDeb, '--all': makeAllPackages }

export async function prepare(args) {
  if (!(args.join(' ') in KINDS)) throw new SetupError('usage: npm run package [-- --deb | --all]')
  return prepareRuntime({ display: false, keyring: false, desk: false })
}

export async function run(args, { node, electron }) {
  const where = await KINDS[args.join(' ')](node, electron)
  say(`it is in ${where}`)
  if (!isOfficial())
    say('It was built on a stand-in for Electron that is out of support: for tests only, never to ship.')
  return 0
}
