import type { KeyObject } from 'node:crypto'
import type { UpdateState } from '#shared/contracts/index.ts'
import { readKeys } from './signature.ts'

/** The folder of a web server where new versions lie, and who must have signed what is said of them there. */
export type ReadySource = { readonly kind: 'ready'; readonly url: string; readonly keys: readonly KeyObject[] }
export type UpdateSource = ReadySource | Extract<UpdateState, { kind: 'off' }>

type Given = {
  readonly isPackaged: boolean
  readonly platform: NodeJS.Platform
  /** What the build left of it in the package (`app-update.yml`); undefined where there is none. */
  readonly description: string | undefined
  /** What the build wrote of keys into the archive (`updateKeys` of its package.json). */
  readonly keys: string | undefined
}

/** Whether new versions are looked for at all, by what the build said of where. */
export function updateSource({ isPackaged, platform, description, keys: text = '' }: Given): UpdateSource {
  if (!isPackaged) return { kind: 'off', why: 'not-installed' }
  if (description === undefined) return { kind: 'off', why: 'no-address' }
  const url = /^url: *['"]?([^\s'"]+)/m.exec(description)?.[1]
  // SECURITY: who can change what is on the way could offer an old version with a known hole.
  if (!url || !isSafe(url)) return { kind: 'off', why: 'unsafe' }
  // SECURITY: without the publisher's name electron-updater would run an installer that nobody has signed.
  if (platform === 'win32' && !/^publisherName:/m.test(description)) return { kind: 'off', why: 'unsafe' }
  const keys = keysIn(text)
  // SECURITY: whoever owns the web server would own every clinic.
  if (keys.length === 0) return { kind: 'off', why: 'unsafe' }
  return { kind: 'ready', url, keys }
}

function keysIn(text: string): readonly KeyObject[] {
  try {
    return readKeys(text)
  } catch {
    return []
  }
}

function isSafe(text: string): boolean {
  const url = URL.parse(text)
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && url.hostname === '127.0.0.1')
}
