import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { THREADS } from './build/scripts/threads.mjs'

const at = (path: string) => resolve(import.meta.dirname, path)

// The targets are fixed to the oldest runtime the app is started on (Electron 33), not to the newest installed types.
// `dependencies` of package.json stay outside the bundles, so native modules are loaded from node_modules.
// File names end in .mjs and .cjs so that no package.json decides how they are read: the engine also runs outside Electron.
export default defineConfig({
  main: {
    build: {
      target: 'node20.18',
      outDir: at('out/main'),
      rolldownOptions: {
        input: {
          start: at('electron/main/start.ts'),
          engine: at('electron/engine/start.ts'),
          ...Object.fromEntries(Object.entries(THREADS).map(([name, path]) => [name, at(path)])),
        },
        // In one folder: whoever starts a thread looks for it beside itself, and may have landed in a shared chunk.
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  },
  preload: {
    build: {
      target: 'node20.18',
      outDir: at('out/preload'),
      // a sandboxed preload can load nothing: everything it needs is inside this one file
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: at('electron/preload/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('renderer'),
    plugins: [react()],
    build: {
      target: 'chrome130',
      minify: true,
      outDir: at('out/renderer'),
      emptyOutDir: true,
      // Screens come later, their looks do not: the order of rules stays one and the same.
      cssCodeSplit: false,
      rolldownOptions: { input: at('renderer/index.html') },
    },
  },
})
