export { applyRestore } from './apply-restore.ts'
export { checkOpens } from './check-opens.ts'
export { type MadeThings, readMade } from './journal/made.ts'
export { planRestore } from './plan-restore.ts'
export type {
  RestoreOutcome,
  RestorePlan,
  RestoreProgress,
  RestoreRequest,
  RestoreSkip,
  RestoreTold,
  Safekeeping,
} from './types.ts'
export { applyUndo, planUndo, type UndoOutcome, type UndoPlan } from './undo.ts'
