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
