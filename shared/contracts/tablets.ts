import { z } from 'zod'
import { tabletIdSchema, tabletPolicySchema, tabletViewSchema } from '../domain/index.ts'
import { call, whole } from '../wire/index.ts'

const nothing = z.object({})
const policy = whole(tabletPolicySchema)
const view = tabletViewSchema.extend({ policy })

/** Tablets and phones that send photos and documents straight to a protected folder of this computer. */
export const tabletCalls = {
  tabletView: call(nothing, view),
  /** Opens the page, and protects the folder that its files come to. Throws SET_101, SET_104, TAB_105 for a folder that cannot be written. */
  turnOnTablets: call(z.object({ inboxPath: z.string().min(1).max(4096) }), view),
  /** Closes the page. Paired tablets are remembered, the folder stays protected. */
  turnOffTablets: call(nothing, view),
  /**
   * One code for one tablet, good for ten minutes; an earlier one that nobody used is void. `address` is what the QR code holds.
   * Throws TAB_107 while the page is off or this computer is in no network.
   */
  beginPairing: call(nothing, z.object({ address: z.string(), expiresAtMs: z.number().int() })),
  /** The tablet sends nothing any more from now on. One that is not there is fine. */
  revokeTablet: call(z.object({ tabletId: tabletIdSchema }), view),
  setTabletPolicy: call(policy, view),
}
