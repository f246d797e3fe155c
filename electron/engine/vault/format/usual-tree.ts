import type { Id, NodeType, TreeNode } from '../types.ts'
import { isIdAt } from './ids.ts'
import { unquoteName } from './names.ts'
import { isTimestamp } from './time.ts'

type Writable<T> = { -readonly [K in keyof T]: T[K] }

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const CLOSE_LIST = 0x5d
const CLOSE_OBJECT = 0x7d
const FIRST_DIGIT = 0x30
const FIRST_PRINTABLE = 0x20
const ID_DIGITS = 64
const MAX_U32 = 0xffffffff
const MAX_U64 = (1n << 64n) - 1n
/** Every number of so few digits is exact. */
const EXACT_DIGITS = 15
const MAX_DIGITS = 20
const TYPES: ReadonlyMap<string, NodeType> = new Map(
  (['file', 'dir', 'symlink', 'dev', 'chardev', 'fifo', 'socket'] as const).map((type) => [type, type]),
)

/**
 * The nodes of a folder in the form in which restic and we write it, and no other: members in this order, no blank, and
 * neither extended attributes nor raw links. Undefined at the first character that is different; `decodeTree` knows every form.
 */
export function readUsualTree(json: string): readonly TreeNode[] | undefined {
  return new UsualTree(json).read()
}

class UsualTree {
  readonly #json: string
  #at = 0

  constructor(json: string) {
    this.#json = json
  }

  read(): readonly TreeNode[] | undefined {
    if (!this.#skip('{"nodes":[')) return undefined
    const nodes: TreeNode[] = []
    for (; !this.#skipCode(CLOSE_LIST); ) {
      if (nodes.length > 0 && !this.#skipCode(COMMA)) return undefined
      const node = this.#node()
      if (!node) return undefined
      nodes.push(node)
    }
    if (!this.#skipCode(CLOSE_OBJECT)) return undefined
    this.#skip('\n')
    return this.#at === this.#json.length ? nodes : undefined
  }

  #node(): TreeNode | undefined {
    const quoted = this.#skip('{"name":') ? this.#text() : undefined
    const typeWord = this.#skip(',"type":') ? this.#text() : undefined
    if (quoted === undefined || typeWord === undefined) return undefined
    const name = unquoteName(quoted)
    const type = TYPES.get(typeWord)
    if (!name || name.length === 0 || !type) return undefined
    const mode = this.#skip(',"mode":') ? this.#u32() : 0
    const mtime = this.#skip(',"mtime":') ? this.#time() : undefined
    const atime = this.#skip(',"atime":') ? this.#time() : undefined
    const ctime = this.#skip(',"ctime":') ? this.#time() : undefined
    if (mtime === undefined || atime === undefined || ctime === undefined) return undefined
    const uid = this.#skip(',"uid":') ? this.#u32() : -1
    const gid = this.#skip(',"gid":') ? this.#u32() : -1
    if (mode < 0 || uid < 0 || gid < 0) return undefined
    const node: Writable<TreeNode> = { name, type, mode, mtime, atime, ctime, uid, gid, content: null }
    return this.#optional(node) && this.#skipCode(CLOSE_OBJECT) ? node : undefined
  }

  /** What a node may have besides; false where something is wrong with it. */
  #optional(node: Writable<TreeNode>): boolean {
    const user = this.#textIf(',"user":')
    const group = this.#textIf(',"group":')
    const inode = this.#u64If(',"inode":')
    const deviceId = this.#u64If(',"device_id":')
    const hasSize = this.#json.startsWith(',"size":', this.#at)
    const sizeBytes = this.#u64If(',"size":')
    const links = this.#u64If(',"links":')
    const linkTarget = this.#textIf(',"linktarget":')
    if (user === undefined || group === undefined || linkTarget === undefined) return false
    if (inode === undefined || deviceId === undefined || sizeBytes === undefined || links === undefined) return false
    if (user) node.user = user
    if (group) node.group = group
    if (inode) node.inode = inode
    if (deviceId) node.deviceId = deviceId
    if (hasSize) node.sizeBytes = sizeBytes
    if (links) node.links = links
    if (linkTarget) node.linkTarget = linkTarget
    if (!this.#skip(',"content":')) return false
    if (!this.#skip('null')) {
      const content = this.#ids()
      if (!content) return false
      node.content = content
    }
    if (!this.#skip(',"subtree":')) return true
    const subtree = this.#id()
    if (subtree === undefined) return false
    node.subtree = subtree
    return true
  }

  #skip(expected: string): boolean {
    if (!this.#json.startsWith(expected, this.#at)) return false
    this.#at += expected.length
    return true
  }

  #skipCode(expected: number): boolean {
    if (this.#json.charCodeAt(this.#at) !== expected) return false
    this.#at += 1
    return true
  }

  #text(): string | undefined {
    const json = this.#json
    const from = this.#at + 1
    if (!this.#skipCode(QUOTE)) return undefined
    let isEscaped = false
    for (let at = from; at < json.length; at += 1) {
      const code = json.charCodeAt(at)
      if (code === QUOTE) {
        this.#at = at + 1
        return isEscaped ? unescaped(json.slice(from - 1, at + 1)) : json.slice(from, at)
      }
      if (code < FIRST_PRINTABLE) return undefined
      if (code === BACKSLASH) {
        isEscaped = true
        at += 1
      }
    }
    return undefined
  }

  /** The text of a member, empty where it is absent. */
  #textIf(member: string): string | undefined {
    return this.#skip(member) ? this.#text() : ''
  }

  /** The number of a member, 0 where it is absent. */
  #u64If(member: string): bigint | undefined {
    return this.#skip(member) ? this.#u64() : 0n
  }

  #time(): string | undefined {
    const text = this.#text()
    return text !== undefined && isTimestamp(text) ? text : undefined
  }

  #ids(): readonly Id[] | undefined {
    if (this.#skip('[]')) return []
    if (!this.#skip('[')) return undefined
    const ids: Id[] = []
    do {
      const id = this.#id()
      if (id === undefined) return undefined
      ids.push(id)
    } while (this.#skipCode(COMMA))
    return this.#skipCode(CLOSE_LIST) ? ids : undefined
  }

  #id(): Id | undefined {
    const json = this.#json
    const from = this.#at + 1
    const end = from + ID_DIGITS
    if (json.charCodeAt(from - 1) !== QUOTE || json.charCodeAt(end) !== QUOTE) return undefined
    if (!isIdAt(json, from)) return undefined
    this.#at = end + 1
    return json.slice(from, end)
  }

  /** Where the whole number ends that begins here as Go writes it; -1 where none does. */
  #endOfNumber(): number {
    const json = this.#json
    let at = this.#at
    for (; at <= this.#at + MAX_DIGITS; at += 1) {
      const digit = json.charCodeAt(at) - FIRST_DIGIT
      if (!(digit >= 0 && digit <= 9)) break
    }
    const digits = at - this.#at
    return digits === 0 || (digits > 1 && json.charCodeAt(this.#at) === FIRST_DIGIT) ? -1 : at
  }

  #u32(): number {
    const end = this.#endOfNumber()
    if (end < 0) return -1
    const value = Number(this.#json.slice(this.#at, end))
    this.#at = end
    return value <= MAX_U32 ? value : -1
  }

  #u64(): bigint | undefined {
    const end = this.#endOfNumber()
    if (end < 0) return undefined
    const digits = this.#json.slice(this.#at, end)
    this.#at = end
    const value = digits.length <= EXACT_DIGITS ? BigInt(Number(digits)) : BigInt(digits)
    return value <= MAX_U64 ? value : undefined
  }
}

function unescaped(literal: string): string | undefined {
  try {
    return JSON.parse(literal)
  } catch {
    return undefined
  }
}
