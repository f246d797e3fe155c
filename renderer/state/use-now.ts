import { useEffect, useState } from 'react'

const MINUTE_MS = 60_000

/** The time, told again each minute and whenever the person comes back to the window, so that no age on screen grows stale. */
export function useNow(): number {
  const [nowMs, setNowMs] = useState(() => Date.now())
  useEffect(() => {
    const tell = () => setNowMs(Date.now())
    const timer = setInterval(tell, MINUTE_MS / 4)
    window.addEventListener('focus', tell)
    return () => {
      clearInterval(timer)
      window.removeEventListener('focus', tell)
    }
  }, [])
  return nowMs
}
