export { applyRestore } from './apply-restore.ts'
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
