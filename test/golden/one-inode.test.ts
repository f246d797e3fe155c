import { link, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { idOf } from '#engine/vault/format/ids.ts'
import { makePlace } from '../interop/hostile-folder.ts'
import { attempt } from './attempt.ts'
import { fileJson, makeOddVault } from './odd-vault.ts'

const NOTE = Buffer.from('sem queixas. '.repeat(400))
const OTHER = Buffer.from('outra parte')

describe('files that would become one', () => {
  const target = async (place: string) => {
    const path = join(place, 'alvo')
    await mkdir(path)
    return path
  }

  it('two of one inode with different bytes come back as two', async () => {
    const place = await makePlace()
    const odd = await makeOddVault(place)
    const inode = ',"inode":9007199254740993,"device_id":1,"links":2'
    await odd.addCopy(
      [
        fileJson('a', [NOTE], inode),
        fileJson('b', [OTHER], inode),
        fileJson('c', [OTHER], ',"inode":9007199254740993,"device_id":1,"links":1'),
      ],
      [NOTE, OTHER],
    )
    const to = await target(place)
    expect(await attempt(odd.folder, to)).toMatchObject({ refusals: {}, skips: [] })
    expect(await readFile(join(to, 'a'))).toEqual(NOTE)
    expect(await readFile(join(to, 'b'))).toEqual(OTHER)
    expect(await readFile(join(to, 'c'))).toEqual(OTHER)
    expect((await stat(join(to, 'b'))).nlink).toBe(1)
  })

  it('one that stands in the target as a second name of a file elsewhere leaves that file alone', async () => {
    const place = await makePlace()
    const odd = await makeOddVault(place)
    await odd.addCopy([fileJson('nota.txt', [NOTE])], [NOTE])
    const to = await target(place)
    await writeFile(join(place, 'importante.txt'), 'importante', { mode: 0o600 })
    await link(join(place, 'importante.txt'), join(to, 'nota.txt'))
    const before = await stat(join(place, 'importante.txt'))
    expect(await attempt(odd.folder, to)).toMatchObject({ refusals: {}, skips: [] })
    expect(await readFile(join(place, 'importante.txt'), 'utf8')).toBe('importante')
    const { mode, mtimeMs, nlink } = await stat(join(place, 'importante.txt'))
    expect([mode, mtimeMs, nlink]).toEqual([before.mode, before.mtimeMs, 1])
    expect(await readFile(join(to, 'nota.txt'))).toEqual(NOTE)
  })

  it('two of one name in one folder: the check tells, and what stands there is whole', async () => {
    const place = await makePlace()
    const odd = await makeOddVault(place)
    await odd.addCopy([fileJson('a', [NOTE]), fileJson('a', [OTHER])], [NOTE, OTHER])
    const to = await target(place)
    expect(await attempt(odd.folder, to)).toMatchObject({ refusals: {}, problems: ['tree-unsorted'] })
    expect([idOf(NOTE), idOf(OTHER)]).toContain(idOf(await readFile(join(to, 'a'))))
    expect(await readdir(to)).toEqual(['a'])
  })
})
