import type { Log } from '#engine/kernel/index.ts'

/** What a place on a network needs beside its address. Nothing of it is written down by the engine. */
export type PlaceAccess = {
  /** Password, secret key or private key (PEM), as the keychain holds it. */
  readonly secret?: string
  /** The secret is the owner's, who cleans with it: what is small and protected may be put out of sight until its time is over. */
  readonly isCleaning?: boolean
  readonly network?: NetworkUse
  /** Where a place tells the technician of its troubles. */
  readonly log?: Log
}

/** How this computer's places on a network are reached; all of them share one. */
export type NetworkUse = {
  /** `http://host:port` of a proxy that everything goes through. */
  readonly proxyUrl?: string
  /** Resolves when so many bytes may go: the bandwidth that the clinic gives at this time of day. */
  readonly spend?: (direction: 'up' | 'down', bytes: number) => Promise<void>
}
