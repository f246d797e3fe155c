import { z } from 'zod'
import type { NodeType, TreeNode } from '../types.ts'
import { readJson } from './document.ts'
import { isId } from './ids.ts'
import { encodeGoJson, type GoJson, goJsonString } from './json.ts'
import { quoteName, unquoteName, utf8Units } from './names.ts'
import { base64Schema, idSchema, timestampSchema, u32Schema, u64Schema } from './schemas.ts'
import { isCanonicalTimestamp } from './time.ts'
import { readUsualTree } from './usual-tree.ts'

const NODE_TYPES = ['file', 'dir', 'symlink', 'dev', 'chardev', 'fifo', 'socket'] as const satisfies readonly NodeType[]
const YEAR_1 = '0001-01-01T00:00:00Z'
const U64_LIMIT = 1n << 64n

const jsonSchema: z.ZodType<GoJson> = z.lazy(() =>
  z.union([
    z.null(),
    z.boolean(),
    z.string(),
    z.int(),
    z.bigint(),
    z.array(jsonSchema),
    z.record(z.string(), jsonSchema),
  ]),
)
const genericSchema = z.record(z.string(), jsonSchema)
const nodeSchema = z.object({
  name: z.string().min(1),
  type: z.enum(NODE_TYPES),
  mode: u32Schema.nullish(),
  mtime: timestampSchema.nullish(),
  atime: timestampSchema.nullish(),
  ctime: timestampSchema.nullish(),
  uid: u32Schema.nullish(),
  gid: u32Schema.nullish(),
  user: z.string().nullish(),
  group: z.string().nullish(),
  inode: u64Schema.nullish(),
  device_id: u64Schema.nullish(),
  size: u64Schema.nullish(),
  links: u64Schema.nullish(),
  linktarget: z.string().nullish(),
  linktarget_raw: base64Schema.nullish(),
  extended_attributes: z.array(z.object({ name: z.string(), value: base64Schema.nullish() })).nullish(),
  generic_attributes: genericSchema.nullish(),
  device: u64Schema.nullish(),
  content: z.array(idSchema).nullish(),
  subtree: idSchema.nullish(),
})
const treeSchema = z.object({ nodes: z.array(nodeSchema).nullish() })

/**
 * The bytes of a folder, identical to what restic's Go encoder writes (restic-format 8).
 *
 * Sorts the nodes by raw name. Throws TypeError for nodes that no canonical tree can hold.
 */
export function encodeTree(nodes: readonly TreeNode[]): Uint8Array {
  const sorted = [...nodes].sort((left, right) => Buffer.compare(left.name, right.name))
  sorted.forEach((node, index) => {
    const before = sorted[index - 1]
    if (before && Buffer.compare(before.name, node.name) === 0) throw new TypeError('two nodes of one name')
  })
  return Buffer.from(`{"nodes":[${sorted.map(encodeNode).join(',')}]}\n`)
}

function encodeNode(node: TreeNode): string {
  if (!isStorableName(node.name)) throw new TypeError('a node needs a name without slash')
  for (const time of [node.mtime, node.atime, node.ctime])
    if (!isCanonicalTimestamp(time)) throw new TypeError('a node needs canonical times')
  if ((node.type === 'file') !== (node.content !== null))
    throw new TypeError('chunks belong to files, and only to files')
  if ((node.type === 'dir') !== (node.subtree !== undefined))
    throw new TypeError('subtrees belong to folders, and only to folders')
  const rawTarget = node.linkTargetRaw && !isUtf8(node.linkTargetRaw) ? node.linkTargetRaw : undefined

  let json = `{"name":${goJsonString(quoteName(node.name))},"type":"${node.type}"`
  if (node.mode) json += `,"mode":${u32(node.mode)}`
  json += `,"mtime":"${node.mtime}","atime":"${node.atime}","ctime":"${node.ctime}"`
  json += `,"uid":${u32(node.uid)},"gid":${u32(node.gid)}`
  if (node.user) json += `,"user":${goJsonString(node.user)}`
  if (node.group) json += `,"group":${goJsonString(node.group)}`
  if (node.inode) json += `,"inode":${u64(node.inode)}`
  if (node.deviceId) json += `,"device_id":${u64(node.deviceId)}`
  if (node.sizeBytes) json += `,"size":${u64(node.sizeBytes)}`
  if (node.links) json += `,"links":${u64(node.links)}`
  if (rawTarget) json += `,"linktarget":${goJsonBytes(rawTarget)},"linktarget_raw":"${base64(rawTarget)}"`
  else if (node.linkTarget) json += `,"linktarget":${goJsonString(node.linkTarget)}`
  if (node.extendedAttributes?.length)
    json += `,"extended_attributes":[${node.extendedAttributes.map(encodeAttribute).join(',')}]`
  if (node.genericAttributes) json += `,"generic_attributes":${node.genericAttributes}`
  if (node.device) json += `,"device":${u64(node.device)}`
  json += `,"content":${node.content === null ? 'null' : encodeIds(node.content)}`
  if (node.subtree !== undefined) json += `,"subtree":${encodeGoJson(checkedId(node.subtree))}`
  return `${json}}`
}

function encodeAttribute({ name, value }: { readonly name: string; readonly value: Uint8Array | null }): string {
  return `{"name":${goJsonString(name)},"value":${value === null ? 'null' : `"${base64(value)}"`}}`
}

function encodeIds(ids: readonly string[]): string {
  return ids.length === 0 ? '[]' : `["${ids.map(checkedId).join('","')}"]`
}

/** Go writes every byte that is no UTF-8 as the escape of U+FFFD, but a real U+FFFD as itself. */
function goJsonBytes(raw: Uint8Array): string {
  let json = '"'
  for (const unit of utf8Units(raw)) json += unit.kind === 'byte' ? '\\ufffd' : goJsonString(unit.text).slice(1, -1)
  return `${json}"`
}

/**
 * The nodes of a folder as stored, in stored order.
 *
 * Gives undefined for bytes that restic could not read. The order and safety of names are the caller's to judge.
 */
export function decodeTree(bytes: Uint8Array): readonly TreeNode[] | undefined {
  const json = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')
  const usual = readUsualTree(json)
  if (usual) return usual
  const tree = readJson(treeSchema, json)
  if (!tree) return undefined
  const nodes: TreeNode[] = []
  for (const stored of tree.nodes ?? []) {
    const name = unquoteName(stored.name)
    if (!name || name.length === 0) return undefined
    nodes.push(toNode(stored, name))
  }
  return nodes
}

function toNode(stored: z.output<typeof nodeSchema>, name: Uint8Array): TreeNode {
  const { type, user, group, inode, links, device, subtree } = stored
  return {
    name,
    type,
    mode: stored.mode ?? 0,
    mtime: stored.mtime ?? YEAR_1,
    atime: stored.atime ?? YEAR_1,
    ctime: stored.ctime ?? YEAR_1,
    uid: stored.uid ?? 0,
    gid: stored.gid ?? 0,
    ...(user && { user }),
    ...(group && { group }),
    ...(inode && { inode: BigInt(inode) }),
    ...(stored.device_id && { deviceId: BigInt(stored.device_id) }),
    ...(stored.size != null && { sizeBytes: BigInt(stored.size) }),
    ...(links && { links: BigInt(links) }),
    ...(stored.linktarget && { linkTarget: stored.linktarget }),
    ...(stored.linktarget_raw && { linkTargetRaw: stored.linktarget_raw }),
    ...(stored.extended_attributes?.length && {
      extendedAttributes: stored.extended_attributes.map((attribute) => ({
        name: attribute.name,
        value: attribute.value ?? null,
      })),
    }),
    ...(stored.generic_attributes && { genericAttributes: encodeGeneric(stored.generic_attributes) }),
    ...(device && { device: BigInt(device) }),
    content: stored.content ?? null,
    ...(subtree && { subtree }),
  }
}

/** True for names restic stores and restores: never empty, a dot name, or with a slash or NUL. */
export function isStorableName(name: Uint8Array): boolean {
  if (name.length === 0 || name.includes(0x2f) || name.includes(0)) return false
  return !(name[0] === 0x2e && (name.length === 1 || (name.length === 2 && name[1] === 0x2e)))
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

function u32(value: number): number {
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) throw new TypeError('number out of range')
  return value
}

function u64(value: bigint): string {
  if (value < 0n || value >= U64_LIMIT) throw new TypeError('number out of range')
  return value.toString()
}

function checkedId(id: string): string {
  if (!isId(id)) throw new TypeError('not an id')
  return id
}

/** restic sorts the keys; the values are small JSON of known shapes. */
function encodeGeneric(attributes: z.output<typeof genericSchema>): string {
  const members = Object.entries(attributes).sort(([left], [right]) =>
    Buffer.compare(Buffer.from(left), Buffer.from(right)),
  )
  return `{${members.map(([key, value]) => `${goJsonString(key)}:${encodeGoJson(value)}`).join(',')}}`
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
