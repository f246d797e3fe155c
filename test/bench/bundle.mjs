// `node bundle.mjs FOLDER ENTRY`: bundles a program of the bench that uses the engine, as the app bundles its own: a Node that
// translates its modules would need time and memory no clinic pays for.
import { basename, join } from 'node:path'
import { build } from 'vite'
import { ROOT } from '../../build/scripts/setup/paths.mjs'
import { DONE_WITHOUT, THREADS } from '../../build/scripts/threads.mjs'

const [, , folder, program] = process.argv
for (const [name, entry] of Object.entries({ [basename(program, '.ts')]: program, ...THREADS }))
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: true,
      target: 'node22.15',
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: {
        input: { [name]: join(ROOT, entry) },
        external: DONE_WITHOUT,
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  })
