import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { InventoryKind } from '#shared/domain/index.ts'

/** What a name says of what is in it, in the words clinics and their systems use. The first that fits counts. */
const SIGNS: readonly (readonly [RegExp, InventoryKind])[] = [
  [/anamnes/, 'anamnesis'],
  [/receit[au]|prescri/, 'prescriptions'],
  [/evoluc/, 'evolution'],
  [/convenio|tiss|guias?\b/, 'insurance'],
  [/recibo|notas?.?fisca|\bnfs?e?\b/, 'receipts'],
  [/certificado.*(digital|a1)|\.(pfx|p12)$/, 'certificates'],
  [/foto|image|raio.?x|radiograf|tomograf|dicom|exame|laudo/, 'images'],
  [/financ|caixa|contab|faturamento|boleto/, 'finance'],
  [/agenda/, 'agenda'],
  [/prontuario|paciente|ficha/, 'records'],
]

export type Proposal = { readonly kind: InventoryKind; readonly path: string }

/** So deep a clinic's own folders are told by their names; below them are patients. */
const DEPTH = 2
const MOST_ENTRIES = 5000

/** What a name tells of its contents, if anything. */
export function kindOfName(name: string): InventoryKind | undefined {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return SIGNS.find(([sign]) => sign.test(plain))?.[1]
}

/** What seems to be in chosen folders, by the names of the folders in them: one place a kind, for a person to confirm. Never throws. */
export async function proposeItems(paths: readonly string[]): Promise<Proposal[]> {
  const found = new Map<InventoryKind, string>()
  let left = MOST_ENTRIES
  const look = async (folder: string, depth: number): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
    for (const entry of entries) {
      if (left-- <= 0) return
      const isFolder = entry.isDirectory()
      // A document's name is a patient's business; only keys of certificates are told by their ending.
      const kind = isFolder || /\.(pfx|p12)$/i.test(entry.name) ? kindOfName(entry.name) : undefined
      const place = path.join(folder, entry.name)
      if (kind !== undefined && !found.has(kind)) found.set(kind, isFolder ? place : folder)
      if (isFolder && kind === undefined && depth > 1) await look(place, depth - 1)
    }
  }
  for (const one of paths) {
    const kind = kindOfName(path.basename(one))
    if (kind !== undefined && !found.has(kind)) found.set(kind, one)
    await look(one, DEPTH)
  }
  return [...found].map(([kind, place]) => ({ kind, path: place }))
}

/** Folders of this computer that many clinics work in, as far as they are there and hold something. */
export async function usualFolders(home: string): Promise<string[]> {
  const names = ['Documents', 'Documentos', 'Pictures', 'Imagens', 'Desktop', 'Área de Trabalho']
  const found: string[] = []
  for (const name of names) {
    const folder = path.join(home, name)
    const entries = await readdir(folder).catch(() => [])
    if (entries.some((entry) => !entry.startsWith('.') && entry.toLowerCase() !== 'desktop.ini')) found.push(folder)
  }
  return found
}
