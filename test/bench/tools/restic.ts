import path from 'node:path'
import { type Peer, resticPath } from '../../peers.ts'
import { type Command, PASSWORD, plainEnvironment, type Tool } from './tool.ts'

/** Stock restic as it comes: compression automatic, its cache beside the repository, repository format 2. */
export function restic(name: 'restic' | 'restic-0.14', peer: Peer): Tool {
  const program = resticPath(peer)
  return {
    name,
    version: { program, args: ['version'], env: plainEnvironment('/tmp') },
    repository(place) {
      const folder = path.join(place, 'vault')
      const on = (...args: string[]): Command => ({
        program,
        args,
        env: {
          ...plainEnvironment(place),
          RESTIC_REPOSITORY: folder,
          RESTIC_PASSWORD: PASSWORD,
          RESTIC_CACHE_DIR: path.join(place, 'cache'),
          TMPDIR: place,
        },
      })
      return {
        folder,
        init: () => on('init', '--repository-version', '2', '--quiet'),
        copy: (source) => on('backup', '--quiet', source),
        restoreAll: (target) => on('restore', 'latest', '--quiet', '--target', target),
        restoreOne: (target, file, copy = 'latest') =>
          on('restore', copy, '--quiet', '--target', target, '--include', file),
        check: () => on('check', '--quiet', '--read-data'),
        list: (below) => on('ls', '--quiet', 'latest', below),
      }
    },
  }
}
