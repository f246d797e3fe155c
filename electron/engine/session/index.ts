export { type InOrder, inOrder, standingPlaces } from './in-order.ts'
export { isFar, NOT_WHOLE_THERE, nearestFirst } from './nearest.ts'
export { isPlaceTrouble } from './place-trouble.ts'
export {
  type Host,
  kitKeyLabel,
  machineKeyLabel,
  newMachineSecret,
  Session,
  type SessionParts,
  takeOverKeyLabel,
  type VaultUse,
  vaultFolderIn,
} from './session.ts'
export { isTakenOver, signsIn } from './taken-over.ts'
