// Runs npm itself under a Node of our choice, so that an old system Node does not fill the screen with engine warnings.
import { existsSync, realpathSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { quietly } from './command.mjs'
import { isWindows, ROOT } from './paths.mjs'
import { SetupError } from './say.mjs'

/** npm's own JavaScript entry: npm names it to its scripts; without npm, the one that came with Node or is on PATH. */
function npmCli() {
  const named = process.env.npm_execpath
  if (named && /npm-cli\.c?js$/.test(named) && existsSync(named)) return named
  const besideNode = dirname(realpathSync(process.execPath))
  const candidates = [
    join(besideNode, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(besideNode, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ]
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const npm = join(folder, 'npm')
    if (!existsSync(npm)) continue
    candidates.push(
      isWindows ? join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js') : realpathSync(npm),
      join(folder, '..', 'share', 'nodejs', 'npm', 'bin', 'npm-cli.js'),
    )
  }
  const found = candidates.find((file) => file.endsWith('.js') && existsSync(file))
  if (!found) throw new SetupError('npm was not found; install Node.js together with npm')
  return found
}

export function npm(node, args, cwd = ROOT) {
  // npm hands its own settings down to what it runs; the ones that would move or thin out an install must not leak in
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_config_(omit|only|production|prefix|local_prefix|global|json|dry_run|loglevel)$/i.test(name),
    ),
  )
  return quietly(node, [npmCli(), ...args, '--loglevel=error'], { cwd, env })
}
