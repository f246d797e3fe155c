import { z } from 'zod'

export const tabletIdSchema = z.uuid().brand<'TabletId'>()
export type TabletId = z.infer<typeof tabletIdSchema>

/** A tablet or phone of the clinic that sends photos and documents to this computer. */
export const tabletSchema = z.object({
  tabletId: tabletIdSchema,
  /** The clinic's own word for it: "Tablet da sala 2". */
  name: z.string().min(1).max(40),
  pairedAtMs: z.number().int(),
  lastSentAtMs: z.number().int().nullable(),
  sentFiles: z.number().int().nonnegative(),
  /** It has sent nothing for longer than the clinic expects. */
  isQuiet: z.boolean(),
})
export type Tablet = z.infer<typeof tabletSchema>

/** What the clinic decided about what comes from tablets. */
export const tabletPolicySchema = z.object({
  /** Whether a photo keeps what the camera writes into it beside the picture: place, moment, serial number. */
  keepsPhotoDetails: z.boolean().default(false),
  mostBytes: z.number().int().min(1_000_000).max(2_000_000_000).default(200_000_000),
  quietAfterDays: z.number().int().min(1).max(90).default(7),
})
export type TabletPolicy = z.infer<typeof tabletPolicySchema>

/** How the page for tablets stands. Null in `inboxPath` while it was never turned on. */
export const tabletViewSchema = z.object({
  isOn: z.boolean(),
  inboxPath: z.string().nullable(),
  /** Where the page answers, nearest network first; empty while it is off or no network is there. */
  addresses: z.array(z.string()),
  /** SHA-256 of the page's certificate in pairs of hex digits, to compare with what the tablet's browser shows. */
  fingerprint: z.string().nullable(),
  policy: tabletPolicySchema,
  tablets: z.array(tabletSchema),
})
export type TabletView = z.infer<typeof tabletViewSchema>

const DAY_MS = 86_400_000

/** A tablet is quiet when it has sent nothing for so many days; one that never sent counts from its pairing. */
export function isQuiet(
  tablet: Pick<Tablet, 'pairedAtMs' | 'lastSentAtMs'>,
  { quietAfterDays }: TabletPolicy,
  nowMs: number,
): boolean {
  return nowMs - (tablet.lastSentAtMs ?? tablet.pairedAtMs) >= quietAfterDays * DAY_MS
}
