import { sftpBackend } from '#engine/backends/index.ts'
import { startOpenSsh } from './openssh.ts'
import { remoteSuite } from './remote-suite.ts'

remoteSuite(
  async () => {
    const server = await startOpenSsh()
    const place = await server.place()
    return {
      port: server.port,
      open: (name, port) =>
        sftpBackend(
          { ...place, port, folder: `${server.home}/${name}` },
          { secret: server.key },
          {
            patience: { connectMs: 4_000, answerMs: 1_500, idleMs: 60_000 },
            retryMs: Array.from({ length: 20 }, () => 20),
          },
        ),
      stockRestic: async (name) => ({
        env: { RESTIC_REPOSITORY: `sftp:${server.user}@127.0.0.1:${server.home}/${name}` },
        args: server.resticOptions,
      }),
      stop: async () => {
        await server[Symbol.asyncDispose]()
      },
    }
  },
  { speaksHttp: false },
)
