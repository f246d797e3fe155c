// `node build/scripts/wasm.mjs`: compiles electron/engine/vault/wasm/kernels.as to kernels.generated.ts, which is committed.
// A test compares the two, so the committed one cannot go stale.
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const FOLDER = new URL('../../electron/engine/vault/wasm/', import.meta.url)
const SOURCE = new URL('kernels.as', FOLDER)
export const GENERATED = new URL('kernels.generated.ts', FOLDER)
const FLAGS = ['-O3', '--noAssert', '--runtime', 'stub', '--initialMemory', '4', '--maximumMemory', '4', '--converge']

/** The module's bytes. Throws with the compiler's words. */
export async function compileKernels() {
  const source = await readFile(SOURCE, 'utf8')
  let bytes
  const { error, stderr } = await asc.main(['kernels.ts', '--outFile', 'kernels.wasm', ...FLAGS], {
    readFile: (name) => (name === 'kernels.ts' ? source : null),
    writeFile: (name, contents) => {
      if (name === 'kernels.wasm') bytes = contents
    },
    listFiles: () => [],
  })
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`)
  return bytes
}

/** The text of the generated file. */
export async function generateKernels() {
  const base64 = Buffer.from(await compileKernels()).toString('base64')
  const lines = base64.match(/.{1,110}/g).map((line) => `  '${line}'`)
  return `// Made by build/scripts/wasm.mjs from kernels.as; do not edit.\n\nexport const KERNELS_BASE64 =\n${lines.join(' +\n')}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(GENERATED, await generateKernels())
}
