import { createHash, randomBytes } from 'node:crypto'
import { rmSync as removeNow } from 'node:fs'
import { chmod, link, lstat, mkdir, readdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { makeWorkshop } from './test-support/workshop.ts'

const keysOf = (map: ReadonlyMap<string, unknown>) => [...map.keys()]

describe('a copy of a folder', () => {
  it('holds every file with its bytes, mode and times, under the folders that lead to it', async () => {
    const { source, copy, entries, content } = await makeWorkshop()
    await mkdir(join(source, 'fotos', 'antes'), { recursive: true })
    const photo = randomBytes(3_000_000)
    await writeFile(join(source, 'fotos', 'antes', 'joão.jpg'), photo)
    await writeFile(join(source, 'vazio.txt'), '')
    await chmod(join(source, 'vazio.txt'), 0o640)
    await symlink('../fora', join(source, 'atalho'))

    const outcome = await copy()
    expect(outcome.skips).toEqual([])
    const found = await entries(outcome)
    expect(keysOf(found)).toEqual(['atalho', 'fotos', 'fotos/antes', 'fotos/antes/joão.jpg', 'vazio.txt'])
    expect(await content(found.get('fotos/antes/joão.jpg'))).toEqual(photo)
    const facts = await lstat(join(source, 'fotos', 'antes', 'joão.jpg'), { bigint: true })
    expect(found.get('fotos/antes/joão.jpg')?.node).toMatchObject({
      type: 'file',
      mode: 0o644,
      sizeBytes: 3_000_000n,
      inode: facts.ino,
      mtime: expect.stringMatching(/Z$/),
    })
    expect(found.get('vazio.txt')?.node).toMatchObject({ content: [], mode: 0o640 })
    expect(found.get('atalho')?.node).toMatchObject({ type: 'symlink', linkTarget: '../fora', content: null })
    expect(outcome.summary).toMatchObject({ files_new: 2, total_files_processed: 2, total_bytes_processed: 3_000_000 })
    expect(outcome.snapshot.paths).toEqual([source])
  })

  it('reads nothing and adds no data when nothing changed', async () => {
    const { source, copy, vault, entries } = await makeWorkshop()
    await writeFile(join(source, 'a.txt'), 'um')
    await writeFile(join(source, 'b.bin'), randomBytes(700_000))
    const first = await copy()
    const before = await entries(first)
    const queueBlob = vi.spyOn(vault, 'queueBlob')
    const second = await copy()
    expect(queueBlob.mock.calls.filter(([type]) => type === 'data')).toEqual([])
    expect(second.snapshot.parent).toBe(first.snapshot.id)
    // Not the root tree: it names the folders above, and others work in the system's temporary folder meanwhile.
    expect(await entries(second)).toEqual(before)
    expect(second.summary).toMatchObject({
      files_unmodified: 2,
      files_new: 0,
      files_changed: 0,
      data_blobs: 0,
    })
  })

  it('reads a file again when its bytes changed behind the same size and time', async () => {
    const { source, copy, entries, content } = await makeWorkshop()
    const path = join(source, 'ficha.txt')
    const time = new Date('2020-01-02T03:04:05Z')
    await writeFile(path, 'antes')
    await utimes(path, time, time)
    await copy()
    await writeFile(path, 'dpois')
    await utimes(path, time, time)
    const second = await copy()
    expect(second.summary).toMatchObject({ files_changed: 1, files_unmodified: 0 })
    expect((await content((await entries(second)).get('ficha.txt'))).toString()).toBe('dpois')
  })

  it('keeps hostile names byte for byte', async () => {
    const { source, copy, entries } = await makeWorkshop()
    const names = [
      Buffer.from('latim-\xe9.txt', 'latin1'),
      Buffer.from('linha\nnova'),
      Buffer.from('é'.normalize('NFC')),
      Buffer.from('é'.normalize('NFD')),
      Buffer.from('😀 ficha'),
      Buffer.from('x'.repeat(255)),
      Buffer.from('<b>&"\\'),
      Buffer.from('ponto.'),
      Buffer.from('\uff21'),
    ]
    for (const name of names) await writeFile(Buffer.concat([Buffer.from(`${source}/`), name]), name)
    const found = [...(await entries(await copy())).values()].map(({ node }) => Buffer.from(node.name).toString('hex'))
    expect(found).toEqual(names.sort(Buffer.compare).map((name) => name.toString('hex')))
  })

  it('leaves junk, lock files and what the person excludes out', async () => {
    const { source, copy, entries } = await makeWorkshop()
    for (const name of ['Thumbs.db', 'THUMBS.DB.txt', 'laudo.docx', '~$laudo.docx', 'x.tmp', 'nota.bak'])
      await writeFile(join(source, name), name)
    await mkdir(join(source, '$RECYCLE.BIN'))
    await writeFile(join(source, '$RECYCLE.BIN', 'velho.txt'), 'x')
    const found = await entries(await copy({ exclude: ['*.bak'] }))
    expect(keysOf(found)).toEqual(['THUMBS.DB.txt', 'laudo.docx'])
  })

  it('never copies the vault into itself', async () => {
    const { folder, source, copy, vault } = await makeWorkshop()
    await writeFile(join(source, 'a.txt'), 'a')
    const { snapshot } = await copy({ targets: [{ kind: 'folder', path: folder }] })
    const root = await vault.readTree(snapshot.tree)
    let [node] = root
    while (node?.subtree && !Buffer.from(node.name).toString().startsWith('Clínica'))
      [node] = await vault.readTree(node.subtree)
    const names = (await vault.readTree(node?.subtree ?? '')).map(({ name }) => Buffer.from(name).toString())
    expect(names).toEqual(['Prontuários 2026'])
  })

  it('merges targets that lie in each other or are named twice', async () => {
    const { source, copy, entries } = await makeWorkshop()
    await mkdir(join(source, 'a', 'b.tmp'), { recursive: true })
    await writeFile(join(source, 'a', 'b.tmp', 'c.txt'), 'c')
    await writeFile(join(source, 'a', 'd.txt'), 'd')
    await writeFile(join(source, 'e.txt'), 'e')
    const targets = [join(source, 'a', 'b.tmp'), join(source, 'a'), join(source, 'a'), join(source, 'e.txt')]
    const outcome = await copy({ targets: targets.map((path) => ({ kind: 'folder', path })) })
    expect(keysOf(await entries(outcome))).toEqual(['a', 'a/b.tmp', 'a/b.tmp/c.txt', 'a/d.txt', 'e.txt'])
    expect(outcome.summary.total_files_processed).toBe(3)
  })

  it('follows a link that was chosen, never one that was found', async () => {
    const { folder, source, copy, vault } = await makeWorkshop()
    await writeFile(join(source, 'a.txt'), 'a')
    await symlink(source, join(folder, 'escolhida'))
    await symlink(folder, join(source, 'achada'))
    const { snapshot, summary } = await copy({ targets: [{ kind: 'folder', path: join(folder, 'escolhida') }] })
    expect(summary.total_files_processed).toBe(1)
    expect(snapshot.paths).toEqual([join(folder, 'escolhida')])
    await expect(vault.readTree(snapshot.tree)).resolves.toHaveLength(1)
  })

  it('takes a named thing behind a found link, but nothing else behind it', async () => {
    const { folder, source, copy, entries } = await makeWorkshop()
    const elsewhere = join(folder, 'outro disco')
    await mkdir(elsewhere)
    for (const name of ['pedida.txt', 'não pedida.txt']) await writeFile(join(elsewhere, name), name)
    await symlink(elsewhere, join(source, 'atalho'))
    const targets = [source, join(source, 'atalho', 'pedida.txt')]
    const outcome = await copy({ targets: targets.map((path) => ({ kind: 'folder', path })) })
    expect(keysOf(await entries(outcome))).toEqual(['atalho', 'atalho/pedida.txt'])
  })

  it('keeps what hard links share recognisable', async () => {
    const { source, copy, entries } = await makeWorkshop()
    await writeFile(join(source, 'um'), 'conteúdo')
    await link(join(source, 'um'), join(source, 'dois'))
    const found = await entries(await copy())
    const [um, dois] = [found.get('um')?.node, found.get('dois')?.node]
    expect(um?.links).toBe(2n)
    expect(um?.inode).toBe(dois?.inode)
    expect(um?.content).toEqual(dois?.content)
  })

  it('goes on from the newest copy of the same computer and paths only', async () => {
    const { source, copy } = await makeWorkshop()
    await writeFile(join(source, 'a.txt'), 'a')
    const mine = await copy()
    await copy({ hostname: 'outro-pc' })
    const again = await copy()
    expect(again.snapshot.parent).toBe(mine.snapshot.id)
    const alone = await copy({ parent: 'none' })
    expect(alone.snapshot.parent).toBeUndefined()
    expect(alone.summary).toMatchObject({ files_new: 1, data_blobs: 0 })
  })
})

describe('trouble with a copy', () => {
  it('refuses a folder that is not there, and writes nothing', async () => {
    const { source, vaultFolder, copy } = await makeWorkshop()
    await writeFile(join(source, 'a.txt'), 'a')
    await rename(source, `${source} movida`)
    const before = await listing(vaultFolder)
    await expect(copy()).rejects.toMatchObject({ code: 'SRC_101' })
    expect(await listing(vaultFolder)).toEqual(before)
  })

  it('leaves a file out that never holds still, and takes it the next time', async () => {
    const { source, copy, entries } = await makeWorkshop()
    const path = join(source, 'gravando.dat')
    await writeFile(path, randomBytes(9_000_000))
    await writeFile(join(source, 'quieto.txt'), 'quieto')
    let writes = 0
    const writing: Promise<void>[] = []
    const outcome = await copy({
      onProgress: ({ phase, doneBytes }) => {
        if (phase === 'reading' && doneBytes > 0) writing.push(writeFile(path, String(writes++), { flag: 'a' }))
      },
    })
    await Promise.all(writing)
    expect(writes).toBeGreaterThan(1)
    expect(outcome.skips).toEqual([{ code: 'SRC_103', path }])
    expect(keysOf(await entries(outcome))).toEqual(['quieto.txt'])
    const next = await copy()
    expect(next.skips).toEqual([])
    expect(keysOf(await entries(next))).toEqual(['gravando.dat', 'quieto.txt'])
  })

  it('leaves a file out that vanishes between being seen and being read', async () => {
    const { source, copy, entries } = await makeWorkshop()
    for (const at of [1, 2, 3, 4, 5, 6, 7, 8]) await writeFile(join(source, `${at}.bin`), randomBytes(2_000_000))
    let isFirst = true
    const outcome = await copy({
      onProgress: ({ phase, doneBytes }) => {
        if (phase !== 'reading' || doneBytes === 0 || !isFirst) return
        isFirst = false
        removeNow(join(source, '8.bin'))
      },
    })
    expect(outcome.skips).toEqual([{ code: 'SRC_104', path: join(source, '8.bin') }])
    expect(keysOf(await entries(outcome))).not.toContain('8.bin')
  })

  it('stops when cancelled, makes no copy, and the vault takes the next one', async () => {
    const { source, copy, entries, content, vault } = await makeWorkshop()
    const bytes = randomBytes(20_000_000)
    await writeFile(join(source, 'grande.bin'), bytes)
    const controller = new AbortController()
    const cancelled = copy({
      signal: controller.signal,
      onProgress: ({ phase, doneBytes }) => phase === 'reading' && doneBytes > 2_000_000 && controller.abort(),
    })
    await expect(cancelled).rejects.toMatchObject({ code: 'APP_001' })
    expect(await vault.listSnapshots()).toEqual([])
    const outcome = await copy()
    const sha = (data: Buffer) => createHash('sha256').update(data).digest('hex')
    expect(sha(await content((await entries(outcome)).get('grande.bin')))).toBe(sha(bytes))
  })

  it('refuses to copy nothing', async () => {
    const { copy } = await makeWorkshop()
    await expect(copy({ targets: [] })).rejects.toMatchObject({ code: 'SET_103' })
  })

  it('gives its place in the vault back, however it ends', async () => {
    const { source, copy, vaultFolder } = await makeWorkshop()
    await writeFile(join(source, 'a.txt'), 'a')
    await copy()
    await rm(source, { recursive: true })
    await copy().catch(() => undefined)
    expect(await readdir(join(vaultFolder, 'locks'))).toEqual([])
  })
})

async function listing(folder: string): Promise<readonly string[]> {
  return (await readdir(folder, { recursive: true })).sort()
}
