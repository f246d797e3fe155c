import path from 'node:path'
import { type Command, PASSWORD, plainEnvironment, type Tool } from './tool.ts'

/**
 * Our engine, as a whole process: the command line on the Node that runs the bench.
 *
 * `entry` is the file that is started; `nodeArgs` are asked for before each job.
 */
export function ours(entry: string, nodeArgs: () => readonly string[] = () => []): Tool {
  const run = (place: string, ...args: string[]): Command => ({
    program: process.execPath,
    args: [entry, ...args],
    // the stack of what should never happen: the data is invented
    env: { ...plainEnvironment(place), RESTIC_PASSWORD: PASSWORD, TMPDIR: place, SALVAGUARDA_DEBUG: '1' },
  })
  return {
    name: 'ours',
    version: run('/tmp', '--version'),
    repository(place) {
      const folder = path.join(place, 'vault')
      const on = (...args: string[]): Command => {
        const command = run(place, ...args, '--vault', folder, '--quiet')
        return { ...command, args: [...nodeArgs(), ...command.args] }
      }
      return {
        folder,
        init: () => on('init'),
        copy: (source) => on('backup', source),
        restoreAll: (target) => on('restore', 'latest', '--target', target),
        restoreOne: (target, file, copy = 'latest') => on('restore', copy, '--target', target, '--include', file),
        check: () => on('check', '--read-data'),
        list: (below) => on('ls', 'latest', below),
      }
    },
  }
}
