import { z } from 'zod'
import {
  copyIdSchema,
  jobIdSchema,
  kitStateSchema,
  newSourceSchema,
  placeSchema,
  rescueComputerSchema,
  rescueCopySchema,
  rescueEntrySchema,
  rescueSourceSchema,
} from '../domain/index.ts'
import { call } from '../wire/index.ts'

const nothing = z.object({})
const path = z.string().min(1).max(4096)
const words = z.string().max(1000)
const computer = z.string().max(300)
const position = z.number().int().min(1).max(24)

/** Getting everything back on a computer that knows nothing, and keeping the paper fit for that day. */
export const rescueCalls = {
  /** Every word a kit may have; nothing secret. */
  kitWordList: call(nothing, z.array(z.string())),

  /** Vaults on the disks that are attached now or, with a folder, in it. Nothing is opened. */
  lookForVaults: call(z.object({ path: path.optional() }), z.array(z.object({ path, label: z.string() }))),
  /**
   * Opens a vault by the kit for looking and recovering only, on a computer that is not set up. What is kept of it is in memory.
   * A folder may be the vault or hold it. Throws SET_102, KEY_102, KIT_101, KIT_102, KIT_103, NEW_101, VAULT_…, DEST_….
   */
  openRescue: call(
    z.object({ place: placeSchema, secret: z.string().min(1).max(16_384).optional(), words }),
    z.object({ computers: z.array(rescueComputerSchema) }),
  ),
  closeRescue: call(nothing, nothing),
  /** Copies of a computer, newest first. Throws NEW_102, as all below do while nothing is open. */
  rescueCopies: call(
    z.object({ computer, beforeMs: z.number().int().optional(), limit: z.number().int().min(1).max(500) }),
    z.array(rescueCopySchema),
  ),
  /** What lies in one folder of a copy; '' is its top. Throws VAULT_111. */
  rescueFolder: call(z.object({ copyId: copyIdSchema, folder: z.string().max(32_768) }), z.array(rescueEntrySchema)),
  /** Everything in a copy whose name has all the typed words; accents and case do not matter. */
  findInRescue: call(
    z.object({ copyId: copyIdSchema, text: z.string().max(200), limit: z.number().int().min(1).max(500) }),
    z.array(rescueEntrySchema),
  ),
  /** Brings things of a copy into a folder, all of it without `include`; what stands there is never overwritten. */
  recoverRescue: call(
    z.object({ copyId: copyIdSchema, include: z.array(path).max(1000), targetFolder: path }),
    z.object({
      folder: z.string(),
      files: z.number().int(),
      bytes: z.number().int(),
      durationMs: z.number().int(),
      skips: z.number().int(),
    }),
  ),
  /** What a computer protected, for choosing anew. */
  rescueSources: call(z.object({ computer }), z.array(rescueSourceSchema)),
  /**
   * This computer goes on with the copies of `computer`: a key of its own, the same plan, the sources given here. The one before is told
   * when it comes to the vault again; nothing of it is overwritten. Throws NEW_102, KEY_103 unless `withoutKeychain`, SET_103, SET_104, SRC_101, DB_….
   */
  takeOver: call(
    z.object({
      computer,
      clinicName: z.string().min(1).max(80),
      sources: z.array(newSourceSchema).min(1).max(200),
      withoutKeychain: z.boolean(),
    }),
    z.object({ firstCopyJobId: jobIdSchema }),
  ),
  /** The computer before says that it goes on after all; now the other one is told. Throws NEW_103 no more afterwards. */
  goOnHere: call(nothing, nothing),

  kitState: call(nothing, kitStateSchema),
  /** Which three words to ask for. Throws KIT_107 where the paper's words are not known here. */
  askKitWords: call(nothing, z.object({ positions: z.array(position).length(3) })),
  /** Three words from the paper, then one real file brought back from the newest copy, looked at and put away. Throws KEY_105, KIT_107, VAULT_109. */
  proveKit: call(
    z.object({ proof: z.array(z.object({ position, word: z.string().max(40) })).length(3) }),
    z.object({
      name: z.string(),
      bytes: z.number().int(),
      takenAtMs: z.number().int(),
      durationMs: z.number().int(),
    }),
  ),
  /** All words of the paper, shown to open the vault, before it is printed anew. Throws as `unlockWithKit`. */
  renewPaper: call(z.object({ words }), z.object({ words: z.array(z.string()).length(24), atMs: z.number().int() })),
}
