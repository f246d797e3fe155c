import { stat } from 'node:fs/promises'

/**
 * Keeps plain reads of a database file apart from SQLite connections to it in this process.
 *
 * Why: POSIX drops every lock of a process on a file when that process closes any descriptor of it. A plain open and close
 * while one of our threads holds a read transaction would let a writer commit in the middle of our copy.
 * Keyed by device and inode, so that links and other spellings of a path are the same file.
 */
export class ConnectionGuard {
  readonly #tails = new Map<string, Promise<void>>()
  readonly #connected = new Set<string>()

  /** Runs `work`, which may open SQLite connections, while nobody else in this process touches the file. */
  async whileConnected<T>(path: string, work: () => Promise<T>): Promise<T> {
    const key = await fileKey(path)
    return this.#inTurn(key, async () => {
      this.#connected.add(key)
      try {
        return await work()
      } finally {
        this.#connected.delete(key)
      }
    })
  }

  /** Runs `read`, which may open and close the file plainly. Resolves to 'connected' at once, without reading, while a connection is open. */
  async readPlainly<T>(path: string, read: () => Promise<T>): Promise<T | 'connected'> {
    const key = await fileKey(path)
    return this.#connected.has(key) ? 'connected' : this.#inTurn(key, read)
  }

  async #inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key) ?? Promise.resolve()
    const result = before.then(work)
    const tail = result.then(
      () => {},
      () => {},
    )
    this.#tails.set(key, tail)
    try {
      return await result
    } finally {
      if (this.#tails.get(key) === tail) this.#tails.delete(key)
    }
  }
}

async function fileKey(path: string): Promise<string> {
  const { dev, ino } = await stat(path, { bigint: true })
  return `${dev}:${ino}`
}

/** The one guard of this process. */
export const connectionGuard = new ConnectionGuard()
