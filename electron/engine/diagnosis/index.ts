export { type Packet, Packets } from './packets.ts'
export { enginePartsOf, type Seen } from './parts.ts'
export { shellPartsOf } from './shell-parts.ts'
export { findSign, signOf } from './signs.ts'
