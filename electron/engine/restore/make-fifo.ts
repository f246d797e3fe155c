import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { link, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { NativePath } from '#engine/sources/index.ts'
import type { TreeNode } from '#engine/vault/index.ts'
import { setAttributes } from './attributes.ts'
import { temporaryName } from './target.ts'

const run = promisify(execFile)

/**
 * Makes a named pipe at `path`; fails with EEXIST where the name is taken.
 * Node cannot make one and the system's `mkfifo` takes no names that are not text, so it begins under a plain name in the target.
 */
export async function makeFifo(targetFolder: string, path: NativePath, node: TreeNode): Promise<void> {
  const temporary = join(targetFolder, temporaryName())
  await run('mkfifo', ['-m', '600', temporary])
  try {
    // Opening for both sides does not wait for a partner.
    const handle = await open(temporary, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOFOLLOW)
    await setAttributes(handle, node).finally(() => handle.close())
    await link(temporary, path)
  } finally {
    await rm(temporary, { force: true })
  }
}
