import { type BigIntStats, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'

export type Comparison = {
  readonly files: number
  readonly bytes: number
  /** What differs and how, names as readable text; empty when everything is equal. */
  readonly differences: readonly string[]
}

const SEPARATOR = Buffer.from('/')
const child = (folder: Buffer, name: Buffer) => Buffer.concat([folder, SEPARATOR, name])

/**
 * Compares two folders: names as bytes, kinds, contents, modes, times, link targets, which names share one file.
 *
 * `leftOut` tells by path (from the top, `/` between names) what must be in the first folder only; `unsettled` what may differ in content and time.
 */
export function compareTrees(
  original: string,
  restored: string,
  rules: {
    readonly leftOut: (path: string) => boolean
    readonly unsettled: (path: string) => boolean
    /** How far times may be apart; 0 by default. */
    readonly timeToleranceNs?: bigint
  },
): Comparison {
  const differences: string[] = []
  const twins = new Map<bigint, bigint>()
  let files = 0
  let bytes = 0

  const compareFile = (a: Buffer, b: Buffer, left: BigIntStats, right: BigIntStats, path: string) => {
    files++
    bytes += Number(left.size)
    if (!readFileSync(a).equals(readFileSync(b))) differences.push(`content: ${path}`)
    if (left.nlink < 2n) return
    const twin = twins.get(left.ino)
    if (twin === undefined) twins.set(left.ino, right.ino)
    else if (twin !== right.ino) differences.push(`hard link: ${path}`)
  }

  const compareEntry = (a: Buffer, b: Buffer, path: string) => {
    const left = lstatSync(a, { bigint: true })
    const right = lstatSync(b, { bigint: true })
    if ((left.mode & 0o170000n) !== (right.mode & 0o170000n)) return void differences.push(`kind: ${path}`)
    if (left.isDirectory()) compareFolder(a, b, path)
    else if (left.isSymbolicLink()) {
      files++
      if (!readlinkSync(a, { encoding: 'buffer' }).equals(readlinkSync(b, { encoding: 'buffer' })))
        differences.push(`link: ${path}`)
      return
    } else if (left.isFile() && !rules.unsettled(path)) compareFile(a, b, left, right, path)
    if (left.mode !== right.mode) differences.push(`mode: ${path}`)
    const apartNs = left.mtimeNs - right.mtimeNs
    const isSameTime = (apartNs < 0n ? -apartNs : apartNs) <= (rules.timeToleranceNs ?? 0n)
    if (!isSameTime && !rules.unsettled(path)) differences.push(`time: ${path}`)
  }

  const compareFolder = (a: Buffer, b: Buffer, path: string) => {
    const there = new Map(readdirSync(b, { encoding: 'buffer' }).map((name) => [name.toString('latin1'), name]))
    for (const name of readdirSync(a, { encoding: 'buffer' })) {
      const inside = path === '' ? name.toString() : `${path}/${name}`
      const isThere = there.delete(name.toString('latin1'))
      if (rules.leftOut(inside)) {
        if (isThere) differences.push(`should be left out: ${inside}`)
      } else if (isThere) compareEntry(child(a, name), child(b, name), inside)
      else differences.push(`missing: ${inside}`)
    }
    for (const name of there.values()) differences.push(`extra: ${path}/${name}`)
  }

  compareFolder(Buffer.from(original), Buffer.from(restored), '')
  return { files, bytes, differences }
}
