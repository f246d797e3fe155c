import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { localBackend } from '#engine/backends/index.ts'
import { checkVault } from './check.ts'
import { Chunker } from './chunker/index.ts'
import { quoteName } from './format/names.ts'
import { openVault } from './open-vault.ts'
import { idInFile, vectorRepositories, vectors } from './test-support/vectors.ts'
import type { Vault } from './types.ts'

async function* walk(
  vault: Vault,
  tree: string,
  folder = '',
): AsyncGenerator<{ readonly path: string; readonly type: string; readonly content: readonly string[] }> {
  for (const node of await vault.readTree(tree)) {
    const path = `${folder}/${quoteName(node.name)}`
    yield { path, type: node.type, content: node.content ?? [] }
    if (node.subtree !== undefined) yield* walk(vault, node.subtree, path)
  }
}

for (const { repo, path } of vectorRepositories) {
  // Real slots are slow on purpose: one opening serves all tests that only read.
  let opened: Promise<Vault> | undefined
  const open = () => {
    opened ??= openVault(localBackend(path), repo.keys[0]?.password ?? '')
    return opened
  }

  test.each(repo.keys)(`R3 ${repo.dir} opens with $password`, async ({ password, file }) => {
    const vault = await openVault(localBackend(path), password)
    expect(vault.openedWith.id).toBe(idInFile(file))
    expect(vault.openedWith.username).toBe('root')
    expect(await vault.listKeys()).toHaveLength(repo.keys.length)
  })

  test(`R3 ${repo.dir} does not open with another password`, async () => {
    await expect(openVault(localBackend(path), 'errada')).rejects.toMatchObject({ code: 'KEY_101' })
  })

  test(`R18 ${repo.dir}: every file of every copy has the chunks and bytes restic stored`, async () => {
    const vault = await open()
    await vault.loadIndex()
    for (const { snapshot, tree, entries } of repo.snapshot_contents) {
      expect((await vault.findSnapshot(snapshot)).tree).toBe(tree)
      const found = new Map<string, unknown>()
      for await (const { path: at, type, content } of walk(vault, tree)) {
        const hash = createHash('sha256')
        const chunks = []
        for (const id of content) {
          const bytes = await vault.readBlob('data', id)
          hash.update(bytes)
          chunks.push({ id, length: bytes.length })
        }
        found.set(at, { type, ...(type === 'file' && { sha256: hash.digest('hex'), chunks }) })
      }
      expect(found).toEqual(
        new Map(
          entries.map(({ path_quoted, type, sha256, chunks }) => [
            path_quoted,
            { type, ...(type === 'file' && { sha256, chunks }) },
          ]),
        ),
      )
    }
  })

  test(`R30 ${repo.dir}: copies are listed newest first`, async () => {
    const ids = (await (await open()).listSnapshots()).map(({ id }) => id)
    expect([...ids].sort()).toEqual(repo.snapshots.map(({ file }) => idInFile(file)).sort())
    expect(ids[0]).toBe((await (await open()).findSnapshot('latest')).id)
  })

  test(`R40 ${repo.dir}: our check finds nothing wrong`, async () => {
    const report = await checkVault(await open(), { readData: true })
    expect(report.problems).toEqual([])
    expect(report).toMatchObject({ snapshots: repo.snapshots.length, packs: repo.packs.length, unindexedPacks: 0 })
  })
}

test('R12 the image in the repository is cut as restic cut it with each polynomial', async () => {
  const vault = await openVault(localBackend(vectorRepositories[0]?.path ?? ''), 'clinica-teste')
  await vault.loadIndex()
  const vector = vectors.chunker.cases.find(({ input }) => input.includes('imagem.bin'))
  const image = vectors.repo.snapshot_contents[0]?.entries.find(({ path_quoted }) =>
    path_quoted.endsWith('/imagem.bin'),
  )
  const bytes = Buffer.concat(await Promise.all((image?.chunks ?? []).map(({ id }) => vault.readBlob('data', id))))
  const lengthsWith = (polynomial: bigint) => {
    const chunker = new Chunker(polynomial)
    const lengths = [...chunker.push(bytes)].map((chunk) => chunk.length)
    return [...lengths, chunker.finish()?.length]
  }
  expect(lengthsWith(BigInt(`0x${vector?.polynomial}`))).toEqual(vector?.lengths)
  expect(lengthsWith(vault.config.chunkerPolynomial)).toEqual(image?.chunks?.map(({ length }) => length))
})

test('R12 half a mebibyte of zeros is the blob restic makes of it', () => {
  expect(createHash('sha256').update(new Uint8Array(524_288)).digest('hex')).toBe(vectors.constants.zero_512k_blob_id)
})
