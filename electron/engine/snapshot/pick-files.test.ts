import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { localBackend } from '#engine/backends/index.ts'
import { systemRandom } from '#engine/kernel/index.ts'
import { createVault } from '#engine/vault/index.ts'
import { pickFiles } from './pick-files.ts'
import { takeSnapshot } from './take-snapshot.ts'

it('draws the clinic’s documents only, never what the app wrote into the copy for itself', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'sorteio é '))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const source = path.join(folder, 'Clínica')
  await mkdir(source)
  await writeFile(path.join(source, 'ficha.txt'), 'anamnese')
  const vault = await createVault(localBackend(path.join(folder, 'HD')), {
    secrets: [{ secret: 'chave', label: { username: 'recepção', hostname: 'pc-01' } }],
    scryptCost: { N: 2, r: 8, p: 1 },
  })
  onTestFinished(() => vault.close())
  const { snapshot } = await takeSnapshot(vault, {
    ...{ hostname: 'pc-01', username: 'recepção', programVersion: 'salvaguarda 0.1.0' },
    targets: [{ kind: 'folder', path: source }],
    books: ['000001.jsonl', 'pessoas.json'].map((name) => ({ name, isFull: false, read: () => Buffer.from(name) })),
  })
  const picked = await pickFiles(vault, snapshot, {
    count: 9,
    random: systemRandom,
    signal: AbortSignal.timeout(60_000),
  })
  expect(picked.map(({ path: at }) => path.basename(at))).toEqual(['ficha.txt'])
})
