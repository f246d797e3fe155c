export { type Host, kitKeyLabel, machineKeyLabel, newMachineSecret, Session, vaultFolderIn } from './session.ts'
