import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import path from 'node:path'
import type { Host } from '#engine/session/index.ts'
import { runEngine } from '../engine-client.ts'

export const MAIL = 'senha-do-correio-4f81c'
export const BUCKET = 'chave-secreta-do-balde-93aa7'
export const DATABASE = 'senha-do-banco-70d2e'
/** Long: six digits stand by chance in the numbers of command lines and files. */
export const PIN = '7391540286'

export type Services = { readonly databasePort: number; readonly bucketPort: number; stop(): void }

/** A database that takes the call and never answers, so that its tool is there to be looked at, and a bucket that refuses. */
export async function unhelpfulServices(): Promise<Services> {
  const calls: Socket[] = []
  const database = createServer((call) => void calls.push(call)).listen(0, '127.0.0.1')
  const bucket = createHttpServer((_request, answer) => answer.writeHead(403).end()).listen(0, '127.0.0.1')
  await Promise.all([once(database, 'listening'), once(bucket, 'listening')])
  return {
    databasePort: (database.address() as AddressInfo).port,
    bucketPort: (bucket.address() as AddressInfo).port,
    stop() {
      for (const call of calls) call.destroy()
      database.close()
      bucket.close()
    },
  }
}

/**
 * Gives a clinic that is set up a bucket, a database and a mail server, their passwords in the keychain as the engine keeps them.
 *
 * Returns the secret by which this computer opens the vault.
 */
export async function plant(dataFolder: string, host: Host, { databasePort, bucketPort }: Services): Promise<string> {
  const engine = await runEngine({ dataFolder, host })
  const { settings: notices } = await engine.client.noticeSettings({})
  await engine.client.setNoticeSettings({ settings: notices, mailPassword: MAIL })
  await engine.close()
  const file = path.join(dataFolder, 'settings.json')
  const settings = JSON.parse(readFileSync(file, 'utf8'))
  const uuid = '5e1fb0c2-6c1b-4f5e-9d5e-0a4b7c1d2e3f'
  await host.writeSecret({ account: `place:${uuid}`, secret: BUCKET })
  await host.writeSecret({ account: `database:${uuid}`, secret: DATABASE })
  const endpoint = `http://127.0.0.1:${bucketPort}`
  const address = { endpoint, region: 'sa-east-1', bucket: 'clinica', prefix: '', style: 'path' }
  settings.replicas.push({
    id: createHash('sha256').update('balde').digest('hex'),
    place: { kind: 's3', ...address, accessKeyId: 'CLINICA', secretRef: `place:${uuid}` },
  })
  const server = { kind: 'postgresql', host: '127.0.0.1', port: databasePort, database: 'clinica', user: 'copia' }
  settings.sources.push({
    ...{ id: uuid, kind: 'server', label: 'Sistema', beside: [] },
    server: { ...server, secretRef: `database:${uuid}` },
  })
  writeFileSync(file, JSON.stringify(settings))
  const { secret } = await host.readSecret({ account: settings.key.account })
  if (secret === null) throw new Error('the keychain has no key of this computer')
  return secret
}

/** Every file below a folder that holds a text, as it is, in UTF-16 or in base64. */
export function filesHolding(folder: string, text: string): string[] {
  const forms = [Buffer.from(text), Buffer.from(text, 'utf16le'), Buffer.from(Buffer.from(text).toString('base64'))]
  return filesIn(folder)
    .filter((file) => {
      const bytes = readFileSync(file)
      return forms.some((form) => bytes.includes(form))
    })
    .map((file) => path.relative(folder, file))
}

export const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
