import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { localBackend } from '#engine/backends/index.ts'
import { systemRandom } from '#engine/kernel/index.ts'
import { createVault } from '#engine/vault/index.ts'
import { pickFiles } from './pick-files.ts'
import { takeSnapshot } from './take-snapshot.ts'

/** Names of what is drawn, each time that it is asked for, from a copy of documents with these names. */
async function drawFrom(names: readonly string[], books: readonly string[] = []) {
  const folder = await mkdtemp(path.join(tmpdir(), 'sorteio é '))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const source = path.join(folder, 'Clínica')
  await mkdir(source)
  for (const name of names) await writeFile(path.join(source, name), `anamnese ${name}`)
  const vault = await createVault(localBackend(path.join(folder, 'HD')), {
    secrets: [{ secret: 'chave', label: { username: 'recepção', hostname: 'pc-01' } }],
    scryptCost: { N: 2, r: 8, p: 1 },
  })
  onTestFinished(() => vault.close())
  const { snapshot } = await takeSnapshot(vault, {
    ...{ hostname: 'pc-01', username: 'recepção', programVersion: 'salvaguarda 0.1.0' },
    targets: [{ kind: 'folder', path: source }],
    books: books.map((name) => ({ name, isFull: false, read: () => Buffer.from(name) })),
  })
  return async (count: number) => {
    const signal = AbortSignal.timeout(60_000)
    const picked = await pickFiles(vault, snapshot, { count, random: systemRandom, signal })
    return picked.map(({ path: at }) => path.basename(at))
  }
}

it('draws the clinic’s documents only, never what the app wrote into the copy for itself', async () => {
  const draw = await drawFrom(['ficha.txt'], ['000001.jsonl', 'pessoas.json'])
  expect(await draw(9)).toEqual(['ficha.txt'])
})

it('of several, one of each kind of document is always among them, and none twice', async () => {
  const papers = Array.from({ length: 40 }, (_, at) => `ficha ${at}.txt`)
  const draw = await drawFrom([...papers, 'sorriso.JPG', 'termo.pdf'])
  for (let round = 0; round < 10; round++) {
    const drawn = await draw(8)
    expect(drawn).toEqual(expect.arrayContaining(['sorriso.JPG', 'termo.pdf']))
    expect(new Set(drawn).size).toBe(8)
  }
})
