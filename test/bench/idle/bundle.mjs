// Bundles the engine that idles, as the app bundles its own: a Node that translates its modules would need memory no clinic pays for.
import { join } from 'node:path'
import { build } from 'vite'
import { ROOT } from '../../../build/scripts/setup/paths.mjs'
import { DONE_WITHOUT, THREADS } from '../../../build/scripts/threads.mjs'

const folder = process.argv[2]
for (const [name, entry] of Object.entries({ engine: 'test/bench/idle/engine.ts', ...THREADS }))
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
