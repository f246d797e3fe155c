import type { Command } from '../context.ts'
import type { CommandName } from '../options.ts'

/**
 * Every command of the command line, loaded when it is asked for: none pays for what only others need.
 * A new one is one file and one line here, its options in `options.ts`, its help in `help.ts`.
 */
export const commands: Readonly<Record<CommandName, () => Promise<Command>>> = {
  init: async () => (await import('./init.ts')).init,
  backup: async () => (await import('./backup.ts')).backup,
  snapshots: async () => (await import('./snapshots.ts')).snapshots,
  ls: async () => (await import('./ls.ts')).ls,
  find: async () => (await import('./find.ts')).find,
  restore: async () => (await import('./restore.ts')).restore,
  check: async () => (await import('./check.ts')).check,
  forget: async () => (await import('./forget.ts')).forget,
  prune: async () => (await import('./prune.ts')).prune,
  trash: async () => (await import('./trash.ts')).trash,
  copy: async () => (await import('./copy.ts')).copy,
  'test-place': async () => (await import('./test-place.ts')).testPlaceCommand,
  'ehr-map': async () => (await import('./ehr-map.ts')).ehrMap,
  record: async () => (await import('./record.ts')).record,
  audit: async () => (await import('./audit.ts')).audit,
  diagnose: async () => (await import('./diagnose.ts')).diagnose,
  key: async () => (await import('./key.ts')).key,
}
