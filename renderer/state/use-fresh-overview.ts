import { useEffect } from 'react'
import { useServices } from './services.tsx'

const MINUTE_MS = 60_000

/** Asks the engine again each minute and when the person comes back: no fact tells that a disk was pulled out. */
export function useFreshOverview(): void {
  const { known } = useServices()
  useEffect(() => {
    const ask = () => void known.refresh()
    ask()
    const timer = setInterval(ask, MINUTE_MS)
    window.addEventListener('focus', ask)
    return () => {
      clearInterval(timer)
      window.removeEventListener('focus', ask)
    }
  }, [known])
}
