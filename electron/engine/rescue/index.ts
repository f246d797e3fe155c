export { findVaults } from './find-vaults.ts'
export { type KitParts, KitProof, kitState } from './prove-kit.ts'
export { Rescue, type RescueParts } from './rescue.ts'
export { goOnHere, type TakeOverParts, type TakeOverRequest, takeOver } from './take-over.ts'
