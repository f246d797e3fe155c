// The table "who may import whom" of the house: which folder may import which, and which packages. One row, one rule.

/**
 * Inside the engine imports only go down this list; rooms on one line never import each other.
 * `.` are the files directly in electron/engine, which put the rooms together: one room.
 */
export const ENGINE_LINES = [
  ['.', 'cli'],
  ['gate'],
  [
    'jobs',
    'schedule',
    'watch',
    'guard',
    'notices',
    'databases',
    'rotation',
    'tablets',
    'emergency',
    'rescue',
    'plan',
    'diagnosis',
  ],
  ['drills'],
  ['setup'],
  ['session'],
  ['snapshot', 'restore', 'replicate', 'retention', 'records', 'audit', 'preview'],
  ['vault'],
  ['backends', 'sources', 'connectors', 'catalog', 'settings', 'kit', 'volumes', 'people', 'inventory', 'training'],
  ['kernel'],
]

/** `areas` are the other folders a folder may import; `packages` the packages, where `node` stands for every node:… */
export const AREAS = [
  { folder: 'shared', areas: [], packages: ['zod'] },
  { folder: 'electron/preload', areas: ['shared'], packages: ['electron'] },
  { folder: 'electron/main', areas: ['shared'], packages: ['electron', 'node', 'zod', 'keytar'] },
  { folder: 'electron/engine', areas: ['shared'], packages: ['node', 'zod', '@scure/bip39'] },
  {
    folder: 'renderer',
    areas: ['shared', 'assets'],
    packages: [
      'react',
      'react-dom',
      'react-i18next',
      'i18next',
      'zustand',
      'get-nonce',
      'pdfjs-dist',
      'zod',
      '@mantine/core',
      '@mantine/hooks',
      'recharts',
    ],
  },
]

/** Packages that only some places of a folder may import. */
export const ONLY_IN = [
  {
    package: 'better-sqlite3',
    folders: [
      'electron/engine/audit',
      'electron/engine/catalog',
      'electron/engine/connectors/sqlite',
      'electron/engine/drills',
      'electron/engine/records',
    ],
  },
  { package: 'chokidar', folders: ['electron/engine/watch'] },
  { package: 'electron-updater', folders: ['electron/main/update'] },
  { package: 'nodemailer', folders: ['electron/engine/notices'] },
  { package: 'ssh2', folders: ['electron/engine/backends/sftp'] },
  { package: 'undici', folders: ['electron/engine/backends/http'] },
  { package: 'fast-xml-parser', folders: ['electron/engine/backends/http'] },
  { package: '@smithy/signature-v4', folders: ['electron/engine/backends/s3'] },
  { package: 'selfsigned', folders: ['electron/engine/tablets'] },
  { package: 'jsqr', folders: ['renderer/parts/kit'] },
  { package: 'uqr', folders: ['renderer', 'electron/engine/tablets'] },
  { package: 'pdfjs-dist', folders: ['renderer/screens/recover/preview'] },
  { package: 'recharts', folders: ['renderer/parts/report'] },
  { package: 'i18next', folders: ['shared/i18n', 'renderer'] },
]

/** Files that may be imported besides their room's door, which would bring too much along (zod into the preload). */
export const SIDE_DOORS = ['shared/contracts/hand-over.ts']

/** What a test beside the code may import on top of its folder's own row. */
export const TEST_PACKAGES = ['node', 'vitest', 'fast-check', 'jsqr']

/** Longest source file, in lines; a longer one wants to be two. */
export const MAX_FILE_LINES = 400
export const MAX_README_LINES = 60
