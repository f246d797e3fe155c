import { useInventory } from '../../state/use-inventory.ts'
import { PilotCard } from './pilot-card.tsx'
import { TodoCard } from './todo-card.tsx'

/** What set-up began and the clinic has to end. Asks for itself: the reception's window, which shows none of it, does not ask. */
export function ClinicToDo() {
  const { inventory, show } = useInventory()
  if (inventory === null) return null
  return (
    <>
      <PilotCard inventory={inventory} onShow={show} />
      <TodoCard inventory={inventory} />
    </>
  )
}
