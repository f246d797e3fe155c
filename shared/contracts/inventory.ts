import { z } from 'zod'
import {
  categorySchema,
  goalConflictSchema,
  inventoryItemIdSchema,
  inventoryItemSchema,
  inventoryKindSchema,
  inventoryStateSchema,
  newInventoryItemSchema,
  sourceIdSchema,
  teamMemberSchema,
} from '../domain/index.ts'
import { call } from '../wire/index.ts'

const nothing = z.object({})
const path = z.string().min(1).max(4096)

export const inventoryViewSchema = z.object({
  /** Each thing, and how well copies protect it at this moment. */
  items: z.array(z.object({ item: inventoryItemSchema, state: inventoryStateSchema })),
  /** Whom set-up heard of, as long as nobody registered them. */
  team: z.array(teamMemberSchema),
  /** Labels of what was chosen at set-up and waits until the first area is proven. */
  later: z.array(z.string()),
  /** How far the first area is proven: in a copy, that read back byte by byte, and something of it brought back by people. */
  proven: z.object({ isCopied: z.boolean(), isReadBack: z.boolean(), isRecovered: z.boolean() }),
  /** All of that: the rest may join. */
  isPilotProven: z.boolean(),
  /** What in the goals contradicts something else. */
  conflicts: z.array(goalConflictSchema),
  changedAtMs: z.number().int().nullable(),
})
export type InventoryView = z.infer<typeof inventoryViewSchema>

/** What the clinic has, protected or not. Works before anything is set up. */
export const inventoryCalls = {
  inventory: call(nothing, inventoryViewSchema),
  /** Without an id it is a new thing. */
  saveInventoryItem: call(
    z.object({ itemId: inventoryItemIdSchema.nullable(), item: newInventoryItemSchema }),
    inventoryViewSchema,
  ),
  removeInventoryItem: call(z.object({ itemId: inventoryItemIdSchema }), inventoryViewSchema),
  setTeam: call(z.object({ team: z.array(teamMemberSchema).max(50) }), inventoryViewSchema),
  /** What seems to be in these folders, by names of folders; and folders of this computer worth a look. */
  proposeInventory: call(
    z.object({ paths: z.array(path).max(200) }),
    z.object({ items: z.array(z.object({ kind: inventoryKindSchema, path })), folders: z.array(path) }),
  ),
  /** Protects one more folder from now on, and copies it. One that is protected already is fine. Throws SET_101, SRC_101, SET_104. */
  protectFolder: call(
    z.object({ path, label: z.string().trim().min(1).max(80), category: categorySchema.nullable() }),
    z.object({ sourceId: sourceIdSchema }),
  ),
  /** Protects what waited for the first area, and copies it. Throws SET_101. */
  widenProtection: call(nothing, inventoryViewSchema),
}
