export { type Inventory, InventoryBook, MOST_ITEMS } from './book.ts'
export { type Proposal, proposeItems, usualFolders } from './propose.ts'
