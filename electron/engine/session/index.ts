export { type InOrder, inOrder, standingPlaces } from './in-order.ts'
export { isPlaceTrouble } from './place-trouble.ts'
export {
  type Host,
  kitKeyLabel,
  machineKeyLabel,
  newMachineSecret,
  Session,
  type SessionParts,
  type VaultUse,
  vaultFolderIn,
} from './session.ts'
