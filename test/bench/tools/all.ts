import { borg } from './borg.ts'
import { ours } from './ours.ts'
import { restic } from './restic.ts'
import type { Tool, ToolName } from './tool.ts'

/** What is compared. A line here, its name in `tool.ts`. `entry` starts our command line. */
export const makeTool: Readonly<Record<ToolName, (entry: string) => Tool>> = {
  ours: (entry) => ours(entry),
  restic: () => restic('restic', 'restic-current'),
  'restic-0.14': () => restic('restic-0.14', 'restic-0.14'),
  borg: () => borg(),
}
