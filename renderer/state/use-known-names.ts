import { useServices } from './services.tsx'
import { useAnswer } from './use-answer.ts'

/** Names of the clinic's people: who is registered, and whom set-up heard of. Nobody, where that cannot be had. */
export function useKnownNames(): readonly string[] {
  const { engine } = useServices()
  const { answer } = useAnswer(async () => {
    const [people, { team }] = await Promise.all([
      engine.signInNames({}),
      // Not everybody may see the inventory.
      engine.inventory({}).catch(() => ({ team: [] })),
    ])
    return [...new Set([...people, ...team].map(({ name }) => name))]
  })
  return answer.kind === 'ready' ? answer.value : []
}
