import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { localBackend } from '#engine/backends/index.ts'
import { createVault, type Id, openVault, type TreeNode, type Vault } from '#engine/vault/index.ts'
import { randomFor } from '../../fixtures/clinic/random.ts'
import { SOURCE } from '../program.ts'
import { ours } from '../tools/ours.ts'
import { type Command, PASSWORD } from '../tools/tool.ts'

export type ScaleSize = { readonly files: number; readonly blobs: number }
export type ScaleSet = {
  readonly source: string
  readonly vault: string
  readonly files: number
  readonly bytes: number
}

const FILES_PER_FOLDER = 1_000
const FILE_BYTES = 160

/**
 * A source of many files and a vault that holds one copy of it in very many blobs, made once and kept.
 *
 * No real folder of this size would fill a disk here with a million chunks of half a megabyte and more, so the copy our command
 * line makes is written again with each file cut into several tiny blobs. Any tool that reads restic repositories takes it as
 * an ordinary copy, and finds the source unchanged against it.
 */
export async function makeScaleVault(cache: string, size: ScaleSize): Promise<ScaleSet> {
  const folder = path.join(cache, 'scale', `${size.files}-${size.blobs}`)
  const source = path.join(folder, 'source')
  const set = { source, vault: path.join(folder, 'vault'), files: size.files, bytes: size.files * FILE_BYTES }
  const ready = path.join(folder, 'ready')
  if (existsSync(ready) && readFileSync(ready, 'utf8') === source) return set
  process.stderr.write(
    `making the vault: ${size.files} files, ${size.blobs} blobs; this takes some ten minutes, once\n`,
  )
  rmSync(folder, { recursive: true, force: true })
  writeSource(source, size.files)
  const draft = ours(SOURCE).repository(path.join(folder, 'draft'))
  mkdirSync(path.dirname(draft.folder), { recursive: true })
  for (const command of [draft.init(), draft.copy(source)]) run(command)
  await cutFiner(draft.folder, `${set.vault}.part`, size)
  renameSync(`${set.vault}.part`, set.vault)
  rmSync(path.dirname(draft.folder), { recursive: true })
  // inode numbers and change times are in the copy: the source is good only where it was made
  writeFileSync(ready, source)
  return set
}

function run({ program, args, env }: Command): void {
  execFileSync(program, [...args], { env, stdio: ['ignore', 'ignore', 'inherit'] })
}

function writeSource(source: string, files: number): void {
  const random = randomFor(7, 'muitas fichas')
  for (let at = 0; at < files; at++) {
    const folder = path.join(source, `lote-${String(Math.floor(at / FILES_PER_FOLDER)).padStart(4, '0')}`)
    if (at % FILES_PER_FOLDER === 0) mkdirSync(folder, { recursive: true })
    const body = random.bytes(FILE_BYTES / 2).toString('hex')
    writeFileSync(path.join(folder, `ficha-${String(at).padStart(7, '0')}.txt`), body)
  }
}

/** Writes the newest copy of one vault into a new one, every file as `blobs / files` blobs on average. */
async function cutFiner(from: string, to: string, { files, blobs }: ScaleSize): Promise<void> {
  const draft = await openVault(localBackend(from), PASSWORD)
  await draft.loadIndex()
  const label = { username: 'bench', hostname: 'bench' }
  const vault = await createVault(localBackend(to), { secrets: [{ secret: PASSWORD, label }] })
  await vault.loadIndex()
  let seen = 0
  const pieces = () => Math.floor(((seen + 1) * blobs) / files) - Math.floor((seen++ * blobs) / files)

  const copyFile = async (node: TreeNode): Promise<TreeNode> => {
    const parts = await Promise.all((node.content ?? []).map((id) => draft.readBlob('data', id)))
    return { ...node, content: await saveInPieces(vault, Buffer.concat(parts), pieces()) }
  }
  const copyTree = async (id: Id): Promise<Id> => {
    const nodes: TreeNode[] = []
    for (const node of await draft.readTree(id)) {
      if (node.type === 'file') nodes.push(await copyFile(node))
      else nodes.push(node.subtree === undefined ? node : { ...node, subtree: await copyTree(node.subtree) })
    }
    return (await vault.saveTree(nodes)).id
  }

  const { id: _, ...document } = await draft.findSnapshot('latest')
  const tree = await copyTree(document.tree)
  await vault.flush()
  await vault.saveSnapshot({ ...document, tree })
  await vault.close()
  await draft.close()
}

async function saveInPieces(vault: Vault, bytes: Buffer, count: number): Promise<readonly Id[]> {
  const ids: Id[] = []
  for (let at = 0; at < count; at++) {
    const piece = bytes.subarray(Math.floor((at * bytes.length) / count), Math.floor(((at + 1) * bytes.length) / count))
    ids.push((await vault.saveBlob('data', piece)).id)
  }
  return ids
}
