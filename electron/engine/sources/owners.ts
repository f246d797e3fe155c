import { readFileSync } from 'node:fs'

/** Names of users and groups by number. */
export type Owners = {
  readonly user: (uid: number) => string | undefined
  readonly group: (gid: number) => string | undefined
}

export const noOwners: Owners = { user: () => undefined, group: () => undefined }

/** Reads /etc/passwd and /etc/group once, at the first question. A machine without them has no names. */
export function systemOwners(passwdPath = '/etc/passwd', groupPath = '/etc/group'): Owners {
  let users: ReadonlyMap<number, string> | undefined
  let groups: ReadonlyMap<number, string> | undefined
  return {
    user: (uid) => {
      users ??= readTable(passwdPath)
      return users.get(uid)
    },
    group: (gid) => {
      groups ??= readTable(groupPath)
      return groups.get(gid)
    },
  }
}

function readTable(path: string): ReadonlyMap<number, string> {
  try {
    return parseOwnerTable(readFileSync(path, 'utf8'))
  } catch {
    return new Map()
  }
}

/** passwd(5) and group(5): `name:password:number:…`; the first line of a number wins. */
export function parseOwnerTable(text: string): ReadonlyMap<number, string> {
  const names = new Map<number, string>()
  for (const line of text.split('\n')) {
    const [name, , number] = line.split(':')
    if (!name || !number || !/^\d+$/.test(number) || /^[#+-]/.test(name)) continue
    if (!names.has(Number(number))) names.set(Number(number), name)
  }
  return names
}
