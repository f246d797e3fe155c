import { execFileSync } from 'node:child_process'
import { closeSync, constants, linkSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { NativePath } from '#engine/sources/index.ts'
import { temporaryName } from '../target.ts'
import { setAttributes } from './attributes.ts'
import type { Attributes } from './orders.ts'

/**
 * Makes a named pipe at `path`; fails with EEXIST where the name is taken.
 * Node cannot make one and the system's `mkfifo` takes no names that are not text, so it begins under a plain name in the target.
 */
export function makeFifo(targetFolder: string, path: NativePath, attributes: Attributes): void {
  const temporary = join(targetFolder, temporaryName())
  execFileSync('mkfifo', ['-m', '600', temporary])
  try {
    // Opening for both sides does not wait for a partner.
    const pipe = openSync(temporary, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOFOLLOW)
    try {
      setAttributes(pipe, attributes)
    } finally {
      closeSync(pipe)
    }
    linkSync(temporary, path)
  } finally {
    rmSync(temporary, { force: true })
  }
}
