import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import type { Engine, EngineOptions } from '#engine/engine.ts'
import { silentLog } from '#engine/kernel/index.ts'
import { openEngine } from '#engine/open-engine.ts'
import type { Host } from '#engine/session/index.ts'
import { engineContract } from '#shared/contracts/index.ts'
import type { Notice } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { type Client, connect, type Port } from '#shared/wire/index.ts'

/** One end of a channel as the wire takes it. */
export const nodePort = (port: MessagePort): Port => ({
  post: (message) => port.postMessage(message),
  onMessage: (listener) => void port.on('message', listener),
  onClose: (listener) => void port.on('close', listener),
  start: () => port.start(),
  close: () => port.close(),
})

export type EngineClient = Client<typeof engineContract>
export type RunningEngine = { readonly engine: Engine; readonly client: EngineClient; close(): Promise<void> }

/**
 * The real engine in this process, asked through a real port, so that every answer passes the contract.
 * Nothing begins by itself unless `isAutomatic` says so.
 */
export async function runEngine(
  options: Pick<EngineOptions, 'dataFolder' | 'host'> & Partial<EngineOptions>,
): Promise<RunningEngine> {
  const engine = await openEngine({
    version: '0.0.0-test',
    log: silentLog,
    isAutomatic: false,
    scryptCost: { N: 1024, r: 8, p: 1 },
    ...options,
  })
  const { port1, port2 } = new MessageChannel()
  engine.serve(nodePort(port1))
  const client = connect(nodePort(port2), engineContract)
  return {
    engine,
    client,
    async close() {
      await engine.close()
      port1.close()
    },
  }
}

export type MemoryHost = Host & {
  readonly secrets: Map<string, string>
  /** What stands on the desktop now, by its subject. */
  readonly shown: Map<string, Notice>
  isAvailable: boolean
  /** How often another version was to take this one's place. */
  installed: number
}

/** Stands where main stands: keeps secrets and notices in memory. The real keychain and desktop have their own tests. */
export function memoryHost(isAvailable = true): MemoryHost {
  const secrets = new Map<string, string>()
  const shown = new Map<string, Notice>()
  const host = {
    secrets,
    shown,
    isAvailable,
    installed: 0,
    readSecret: async ({ account }: { account: string }) => {
      if (!host.isAvailable) fail('KEY_103')
      return { secret: secrets.get(account) ?? null }
    },
    writeSecret: async ({ account, secret }: { account: string; secret: string }) => {
      if (!host.isAvailable) fail('KEY_103')
      secrets.set(account, secret)
      return {}
    },
    probeKeychain: async () => ({ isAvailable: host.isAvailable }),
    showNotice: async ({ notice }: { notice: Notice }) => {
      shown.set(notice.subject, notice)
      return {}
    },
    printRecord: async ({ folder }: { folder: string }) => {
      await writeFile(join(folder, 'prontuario.pdf'), '%PDF-1.4 (stands for one that Electron prints)')
      return {}
    },
    installUpdate: async () => {
      host.installed++
      return {}
    },
    withdrawNotice: async ({ subject }: { subject: string }) => {
      shown.delete(subject)
      return {}
    },
  }
  return host
}

/** Goes through set-up as the window does, and gives back the kit's words. */
export async function setUpClinic(
  client: EngineClient,
  request: Parameters<EngineClient['beginSetup']>[0],
  withoutKeychain = false,
): Promise<{ kitWords: string[] }> {
  const { kitWords, proofPositions } = await client.beginSetup(request)
  const proof = proofPositions.map((position) => ({ position, word: kitWords[position - 1] ?? '' }))
  await client.finishSetup({ proof, withoutKeychain })
  return { kitWords }
}
