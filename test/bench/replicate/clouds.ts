import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { startOpenSsh } from '../../network/openssh.ts'
import { PASSWORD, serveRestic, USER } from '../../network/rclone.ts'
import { type ToxicProxy, toxicProxy } from '../../network/toxic-proxy.ts'

export const cloudNames = ['sftp', 'rest'] as const
export type CloudName = (typeof cloudNames)[number]

/** A real server behind a wire that counts, and how both tools are told of a repository on it. */
export type Cloud = {
  readonly name: CloudName
  readonly wire: ToxicProxy
  /** Where a repository lies on the server's own disk. */
  folderOf(repository: string): string
  /** Options of our `copy` that name it as the target. */
  oursTo(repository: string): readonly string[]
  resticTo(repository: string): { readonly args: readonly string[]; readonly env: Readonly<Record<string, string>> }
  stop(): Promise<void>
}

/** `place` keeps what the tools are told by file; `delayMs` is how long the way to the server is. */
export async function startCloud(name: CloudName, place: string, delayMs: number): Promise<Cloud> {
  const cloud = name === 'sftp' ? await openSsh(place) : await rcloneRest(place)
  if (delayMs > 0) cloud.wire.infect({ kind: 'latency', delayMs })
  return cloud
}

const told = (place: string) => ({
  write(name: string, text: string): string {
    mkdirSync(place, { recursive: true })
    const file = path.join(place, name)
    writeFileSync(file, text, { mode: 0o600 })
    return file
  },
})

async function openSsh(place: string): Promise<Cloud> {
  const server = await startOpenSsh()
  const wire = await toxicProxy(server.port)
  const folderOf = (repository: string) => path.join(server.home, repository)
  const written = await server.place({ port: wire.port })
  const key = told(place).write('chave', server.key)
  // the same address as ours: through the wire
  const resticOptions = server.resticOptions.map((word) => word.replace(`-p ${server.port} `, `-p ${wire.port} `))
  return {
    name: 'sftp',
    wire,
    folderOf,
    oursTo: (repository) => {
      const { secretRef: _, ...target } = { ...written, folder: folderOf(repository) }
      const file = told(place).write(`sftp-${repository}.json`, JSON.stringify(target))
      return ['--to-place', file, '--to-secret-file', key]
    },
    resticTo: (repository) => ({
      args: resticOptions,
      env: { RESTIC_REPOSITORY: `sftp:${server.user}@127.0.0.1:${folderOf(repository)}` },
    }),
    async stop() {
      await wire.stop()
      await server[Symbol.asyncDispose]()
    },
  }
}

async function rcloneRest(place: string): Promise<Cloud> {
  const server = await serveRestic()
  const wire = await toxicProxy(server.port)
  const url = `http://127.0.0.1:${wire.port}/`
  const secret = told(place).write('senha', PASSWORD)
  return {
    name: 'rest',
    wire,
    folderOf: (repository) => path.join(server.folder, repository),
    oursTo: (repository) => {
      const target = { kind: 'rest', url: `${url}${repository}/`, user: USER }
      const file = told(place).write(`rest-${repository}.json`, JSON.stringify(target))
      return ['--to-place', file, '--to-secret-file', secret]
    },
    resticTo: (repository) => ({
      args: [],
      env: {
        RESTIC_REPOSITORY: `rest:${url}${repository}/`,
        RESTIC_REST_USERNAME: USER,
        RESTIC_REST_PASSWORD: PASSWORD,
      },
    }),
    async stop() {
      await wire.stop()
      await server.remove()
    },
  }
}
