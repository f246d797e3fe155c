import { createReadStream } from 'node:fs'
import { access, constants, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { fail } from '#shared/errors/index.ts'

/** Makes the folder that everything comes to. Throws TAB_105 where that is not allowed. */
export async function openInbox(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
    await access(folder, constants.W_OK | constants.X_OK)
    if (!(await stat(folder)).isDirectory()) throw new Error('not a folder')
  } catch (cause) {
    fail('TAB_105', {}, { cause })
  }
}

/**
 * Puts a finished file into the folder: whole and durable under its name, or not there. Throws TAB_105.
 *
 * The folder is never made here: one that is gone (a share that is away) must not be replaced by an empty twin.
 */
export async function putInInbox(folder: string, name: string, content: string | Uint8Array): Promise<void> {
  const part = path.join(folder, `.${name}.part`)
  try {
    const handle = await open(part, 'wx')
    try {
      await handle.writeFile(typeof content === 'string' ? createReadStream(content) : content)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(part, path.join(folder, name))
  } catch (cause) {
    await rm(part, { force: true }).catch(() => undefined)
    fail('TAB_105', {}, { cause })
  }
}

const FORBIDDEN = /[\\/:*?"<>|\p{Cc}]/gu

/**
 * `2026-11-22 14h03 Tablet da sala 2 k3f9q2xw.jpg`: when, from where, and a word of its own by which it is found.
 *
 * Nothing of the name on the tablet: it may be anything, and is often a name.
 */
export function inboxName(receivedAtMs: number, tablet: string, word: string, kind: string): string {
  const at = new Date(receivedAtMs)
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  const from = tablet.replace(FORBIDDEN, ' ').replace(/\s+/gu, ' ').trim()
  return `${day} ${two(at.getHours())}h${two(at.getMinutes())} ${from} ${word}.${kind}`
}
