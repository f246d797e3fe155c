import type { Command } from '../context.ts'
import type { CommandName } from '../options.ts'
import { backup } from './backup.ts'
import { check } from './check.ts'
import { find } from './find.ts'
import { forget } from './forget.ts'
import { init } from './init.ts'
import { key } from './key.ts'
import { ls } from './ls.ts'
import { prune } from './prune.ts'
import { restore } from './restore.ts'
import { snapshots } from './snapshots.ts'
import { trash } from './trash.ts'

/** Every command of the command line. A new one is one file and one line here, its options in `options.ts`, its help in `help.ts`. */
export const commands: Readonly<Record<CommandName, Command>> = {
  init,
  backup,
  snapshots,
  ls,
  find,
  restore,
  check,
  forget,
  prune,
  trash,
  key,
}
