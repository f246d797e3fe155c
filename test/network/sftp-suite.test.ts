import { sftpBackend } from '#engine/backends/index.ts'
import { startOpenSsh } from './openssh.ts'
import { remoteSuite } from './remote-suite.ts'

const PATIENT = { connectMs: 60_000, answerMs: 60_000 }
const HASTY = { connectMs: 4_000, answerMs: 1_500 }

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
            // Hasty over a spoiled wire only: the server itself may take its time on a busy computer.
            patience: { ...(port === server.port ? PATIENT : HASTY), idleMs: 60_000 },
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
