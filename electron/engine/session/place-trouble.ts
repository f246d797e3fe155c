import type { Code } from '#shared/errors/index.ts'

/** Says that this place cannot take part, whatever the others do. An empty mount point looks like a folder without a vault. */
export const isPlaceTrouble = (code: Code): boolean => code.startsWith('DEST_') || code === 'VAULT_101'
