export {
  type Host,
  kitKeyLabel,
  machineKeyLabel,
  newMachineSecret,
  Session,
  type SessionParts,
  vaultFolderIn,
} from './session.ts'
