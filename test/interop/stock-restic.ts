import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type CliRun, run } from '../cli.ts'
import { type Peer, resticPath } from '../peers.ts'

/** Stock restic on one repository, with a cache and a home of its own. */
export type StockRestic = {
  /** Ends the test unless restic was content. */
  ok(...args: string[]): Promise<string>
  run(args: readonly string[], password?: string): Promise<CliRun>
}

export async function stockRestic(
  peer: Peer,
  place: string,
  repository: string,
  password: string,
  env: Readonly<Record<string, string>> = {},
): Promise<StockRestic> {
  const home = join(place, `lar do ${peer}`)
  await mkdir(home, { recursive: true })
  const runIt: StockRestic['run'] = (args, otherPassword) =>
    run(resticPath(peer), args, {
      env: {
        PATH: process.env.PATH,
        HOME: home,
        RESTIC_CACHE_DIR: join(home, 'cache'),
        RESTIC_REPOSITORY: repository,
        RESTIC_PASSWORD: otherPassword ?? password,
        // Few rounds of work at once: the tests share a small machine.
        GOMAXPROCS: '2',
        ...env,
      },
    })
  return {
    run: runIt,
    async ok(...args) {
      const { exitCode, stdout, stderr } = await runIt(args)
      if (exitCode !== 0) throw new Error(`${peer} ${args.join(' ')} ended with ${exitCode}: ${stderr || stdout}`)
      return stdout
    },
  }
}
