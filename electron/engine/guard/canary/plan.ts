import { createHash } from 'node:crypto'
import { mkdir, open, readdir } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { Random } from '#engine/kernel/index.ts'
import type { Canary } from '../state.ts'
import { type CanaryKind, canaryKindOf, makeContent } from './contents.ts'

/** What would be put into one protected folder, for a person to agree to. */
export type CanaryPlan = {
  readonly folder: string
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[]
}

/** First and last where programs go through a folder by name: one is met early, one must be met before the end. */
const FOLDERS = ['00 - Modelos da clínica', 'zz - Arquivo da clínica']
const NOTE_NAME = 'LEIA-ME - pasta do Salvaguarda.txt'
const NOTE =
  'Esta pasta é do Salvaguarda. Os documentos daqui são de mentira e servem de alarme:\r\n' +
  'se algum programa mexer neles, o Salvaguarda avisa. Não abra, não mude e não apague.\r\n'
const NAMES = ['Relatório', 'Exames', 'Orçamento', 'Contrato', 'Fotos', 'Planilha', 'Receitas']
const MAX_SEEN = 2000
const FILES_EACH = 3

/** Looks which kinds of files are most in a protected folder, and makes up some like them. Writes nothing. */
export async function planCanaries(folder: string, random: Random): Promise<CanaryPlan> {
  const kinds = await usualKinds(folder)
  const files = FOLDERS.flatMap((name, at) => {
    const made = Array.from({ length: FILES_EACH }, (_, number) => {
      const kind = kinds[number % kinds.length] ?? 'txt'
      const [pick = 0, year = 0] = random.bytes(2)
      const title = NAMES[(pick + number) % NAMES.length]
      const path = join(folder, name, `${title} ${2018 + (year % 6)}-${at * FILES_EACH + number + 1}.${kind}`)
      return { path, bytes: makeContent(kind, random) }
    })
    return [...made, { path: join(folder, name, NOTE_NAME), bytes: Buffer.from(NOTE) }]
  })
  return { folder, files }
}

/** Writes what was planned and agreed to; what is there already under such a name is left alone. Throws the system's errors. */
export async function applyCanaries({ folder, files }: CanaryPlan): Promise<readonly Canary[]> {
  const planted: Canary[] = []
  for (const name of FOLDERS) await mkdir(join(folder, name), { recursive: true })
  for (const { path, bytes } of files) {
    try {
      const handle = await open(path, 'wx')
      try {
        await handle.writeFile(bytes)
        // One that a power cut left empty would raise the alarm.
        await handle.sync()
      } finally {
        await handle.close()
      }
      planted.push({ folder, path, sha256: createHash('sha256').update(bytes).digest('hex') })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
  }
  return planted
}

/** Most usual first. */
async function usualKinds(folder: string): Promise<readonly CanaryKind[]> {
  const counts = new Map<CanaryKind, number>()
  const waiting = [folder]
  let seen = 0
  for (let at = waiting.shift(); at !== undefined && seen < MAX_SEEN; at = waiting.shift()) {
    const entries = await readdir(at, { withFileTypes: true }).catch(() => [])
    for (const entry of entries) {
      seen += 1
      if (entry.isDirectory()) waiting.push(join(at, entry.name))
      const kind = entry.isFile() ? canaryKindOf(extname(entry.name).slice(1).toLowerCase()) : undefined
      if (kind) counts.set(kind, (counts.get(kind) ?? 0) + 1)
    }
  }
  const kinds = [...counts].sort(([, left], [, right]) => right - left).map(([kind]) => kind)
  return kinds.length > 0 ? kinds : ['txt', 'pdf', 'png']
}
