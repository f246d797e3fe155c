export { type InOrder, inOrder, isPlaceTrouble, standingPlaces } from './in-order.ts'
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
