// `node build/scripts/bundle-cli.mjs [FOLDER]`: makes the command line as it is installed, in out/cli unless told otherwise.
// Reading and translating 200 modules costs more CPU at every start than most commands need for their work.
import { mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { ROOT } from './setup/paths.mjs'
import { DONE_WITHOUT, THREADS } from './threads.mjs'

/** Bundled one by one, so that a thread loads nothing it does not use. */
const ENTRIES = { salvaguarda: 'electron/engine/cli/start.ts', ...THREADS }

/** Writes the bundles and gives the file to start. What lay in the folder before is gone. */
export async function bundleCli(folder) {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const fresh = `${folder}.${process.pid}.part`
  for (const [name, entry] of Object.entries(ENTRIES))
    await build({
      root: ROOT,
      configFile: false,
      logLevel: 'error',
      // packages of the older module system know their folder by another name
      define: { BUNDLED_VERSION: JSON.stringify(version), __dirname: 'import.meta.dirname' },
      // native code stays a file of its own; everything else is inside
      ssr: { noExternal: true, external: ['better-sqlite3'] },
      build: {
        ssr: true,
        target: 'node22.15',
        outDir: fresh,
        emptyOutDir: false,
        minify: false,
        rolldownOptions: {
          input: { [name]: join(ROOT, entry) },
          external: DONE_WITHOUT,
          treeshake: { moduleSideEffects: hasSideEffects },
          output: {
            format: 'es',
            entryFileNames: '[name].mjs',
            chunkFileNames: '[name]-[hash].mjs',
            codeSplitting: { groups: [{ name: 'base', minShareCount: 3 }] },
          },
        },
      },
    })
  mkdirSync(dirname(folder), { recursive: true })
  rmSync(folder, { recursive: true, force: true })
  renameSync(fresh, folder)
  return join(folder, 'salvaguarda.mjs')
}

/** None of our modules does anything by being loaded but the ones that are started. Packages may. */
function hasSideEffects(id) {
  const path = relative(ROOT, id).split(sep).join('/')
  return !/^(electron|shared)\//.test(path) || Object.values(ENTRIES).includes(path)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await bundleCli(resolve(process.argv[2] ?? join(ROOT, 'out', 'cli')))
}
