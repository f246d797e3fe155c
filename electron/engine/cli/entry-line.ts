import type { CopyEntry } from '#engine/snapshot/index.ts'

const TYPE_LETTER = { file: '-', dir: 'd', symlink: 'l', fifo: 'p', socket: 's', dev: 'b', chardev: 'c' } as const

/** One entry of a copy as `ls -l` would show it. Control characters of a name are made visible, so that no name can paint the screen. */
export function longLine({ node, path }: CopyEntry): string {
  const letters = [...'rwxrwxrwx'].map((letter, at) => (node.mode & (0o400 >> at) ? letter : '-')).join('')
  const sizeBytes = String(node.sizeBytes ?? 0n).padStart(12)
  const time = node.mtime.slice(0, 19).replace('T', ' ')
  return `${TYPE_LETTER[node.type]}${letters} ${String(node.uid).padStart(5)} ${String(node.gid).padStart(5)} ${sizeBytes} ${time} ${visible(path)}`
}

export function visible(path: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
  return path.replace(/[\u0000-\u001f\u007f-\u009f]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`)
}

/** The same for machines, in restic's words. */
export function jsonEntry({ node, path }: CopyEntry): Record<string, unknown> {
  return {
    message_type: 'node',
    struct_type: 'node',
    name: path.slice(path.lastIndexOf('/') + 1),
    type: node.type,
    path,
    uid: node.uid,
    gid: node.gid,
    ...(node.type === 'file' && { size: Number(node.sizeBytes ?? 0n) }),
    mode: node.mode,
    mtime: node.mtime,
  }
}
