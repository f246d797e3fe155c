import { appendFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCli } from '../cli.ts'
import { peers } from '../peers.ts'
import { differences, makeHostileFolder, makePlace } from './hostile-folder.ts'
import { stockRestic } from './stock-restic.ts'

const PASSWORD = 'senha do técnico ção'
const ok = async (...args: string[]) => {
  const { exitCode, stdout, stderr } = await runCli(args, { password: PASSWORD })
  if (exitCode !== 0) throw new Error(`cli ${args.join(' ')} ended with ${exitCode}: ${stderr || stdout}`)
  return stdout
}
const jsonLines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

describe.each(peers)('a repository of %s', (peer) => {
  it('is opened, listed, searched, checked and restored by us to the byte', async () => {
    const place = await makePlace()
    const source = join(place, 'clínica')
    const repository = join(place, 'repositório')
    const restic = await stockRestic(peer, place, repository, PASSWORD)
    await makeHostileFolder(source)
    await writeFile(join(source, 'Evolução da Conceição.txt'), 'antes')
    await restic.ok('init')
    await restic.ok('backup', '--tag', 'primeira', '--host', 'pc-01', source)
    await appendFile(join(source, 'Evolução da Conceição.txt'), ' e depois')
    await rm(join(source, 'tab\t"'))
    await restic.ok('backup', '--tag', 'segunda', '--host', 'pc-01', source)

    const snapshots = JSON.parse(await ok('snapshots', '-r', repository, '--json')) as { id: string; tags: string[] }[]
    expect(snapshots.flatMap(({ tags }) => tags).toSorted()).toEqual(['primeira', 'segunda'])
    const first = snapshots.find(({ tags }) => tags.includes('primeira'))?.id ?? ''
    expect(JSON.parse(await ok('snapshots', '-r', repository, '--json', '--tag', 'segunda'))).toHaveLength(1)
    expect(await ok('snapshots', '-r', repository)).toContain(first.slice(0, 8))

    const ofFirst = await ok('ls', 'latest', '-r', repository, '--tag', 'primeira', '--path', source, '--host', 'pc-01')
    expect(ofFirst).toContain('tab')

    const listed = (id: string) =>
      ok('ls', id, '-r', repository, '--json').then((text) =>
        jsonLines(text).flatMap(({ path }) => (path ? [path] : [])),
      )
    expect(await listed(first)).toContain(join(source, 'tab\t"'))
    expect(await listed('latest')).not.toContain(join(source, 'tab\t"'))
    const found = await ok('find', '-r', repository, '*Concei*')
    expect(
      found.split('\n').filter((line) => line.includes('Evolução da Conceição.txt')).length,
    ).toBeGreaterThanOrEqual(2)

    await ok('check', '-r', repository, '--read-data')
    await ok('restore', 'latest', '-r', repository, '--target', join(place, 'nossos'))
    expect(await differences(source, join(place, 'nossos', source), 'us')).toEqual([])
    const old = join(source, 'Evolução da Conceição.txt')
    await ok('restore', first, '-r', repository, '--target', join(place, 'antigo'), '--include', old)
    await restic.ok('restore', first, '--target', join(place, 'deles'), '--include', old)
    expect(await differences(join(place, 'deles', source), join(place, 'antigo', source), 'us')).toEqual([])

    await ok('backup', '-r', repository, '--host', 'pc-01', source)
    expect(await restic.ok('check', '--read-data')).toContain('no errors were found')
  })
})
