import { z } from 'zod'
import { type CarriedBook, type Clock, JsonBook, type Log, type Random } from '#engine/kernel/index.ts'
import {
  type InventoryItem,
  type InventoryItemId,
  type InventoryPlace,
  inventoryItemIdSchema,
  inventoryItemSchema,
  type NewInventoryItem,
  type NewSource,
  newSourceSchema,
  type TeamMember,
  teamMemberSchema,
} from '#shared/domain/index.ts'

/** More a small clinic does not have; a book without an end would be none. */
export const MOST_ITEMS = 200

const bookSchema = z.object({
  version: z.literal(1),
  items: z.array(inventoryItemSchema).max(MOST_ITEMS),
  team: z.array(teamMemberSchema).max(50),
  /** Chosen at set-up, and left until the first area is proven. */
  later: z.array(newSourceSchema).max(200),
  /** When somebody last changed what the clinic has. */
  changedAtMs: z.number().int().nullable(),
})
export type Inventory = z.infer<typeof bookSchema>

const EMPTY: Inventory = { version: 1, items: [], team: [], later: [], changedAtMs: null }

type Parts = { readonly file: string; readonly clock: Clock; readonly random: Random; readonly log: Log }

/** What the clinic has, as it says itself: kept before anything is set up, and whether or not any of it is protected. */
export class InventoryBook {
  readonly #book: JsonBook<typeof bookSchema>
  readonly #clock: Clock
  readonly #random: Random

  private constructor(book: JsonBook<typeof bookSchema>, { clock, random }: Parts) {
    this.#book = book
    this.#clock = clock
    this.#random = random
  }

  static async open(parts: Parts): Promise<InventoryBook> {
    return new InventoryBook(await JsonBook.open({ ...parts, schema: bookSchema, empty: EMPTY }), parts)
  }

  get now(): Inventory {
    return this.#book.now
  }

  /** The book as copies take it along; `lasting` names a place so that another computer knows it. */
  carried(lasting: (place: InventoryPlace) => InventoryPlace): CarriedBook {
    return this.#book.carried('inventario', (book) => ({
      ...book,
      items: book.items.map((item) => ({ ...item, places: item.places.map(lasting) })),
      // What was chosen for later lies on this computer.
      later: [],
    }))
  }

  /** Writes a thing down: in the place of the one with that id, or as a new one. */
  async put(itemId: InventoryItemId | null, item: NewInventoryItem): Promise<void> {
    const id = itemId ?? inventoryItemIdSchema.parse(this.#random.uuid())
    const whole: InventoryItem = { ...item, itemId: id }
    await this.#changeItems((items) =>
      items.some((one) => one.itemId === id)
        ? items.map((one) => (one.itemId === id ? whole : one))
        : [...items, whole],
    )
  }

  /** One that is not there is fine. */
  async remove(itemId: InventoryItemId): Promise<void> {
    await this.#changeItems((items) => items.filter((one) => one.itemId !== itemId))
  }

  async setTeam(team: readonly TeamMember[]): Promise<void> {
    await this.#book.change((book) => ({ ...book, team: [...team] }))
  }

  /** What is protected once the first area is proven. */
  async keepLater(later: readonly NewSource[]): Promise<void> {
    await this.#book.change((book) => ({ ...book, later: [...later] }))
  }

  async #changeItems(how: (items: InventoryItem[]) => InventoryItem[]): Promise<void> {
    await this.#book.change((book) => ({
      ...book,
      items: how(book.items),
      changedAtMs: Math.round(this.#clock.nowMs()),
    }))
  }
}
