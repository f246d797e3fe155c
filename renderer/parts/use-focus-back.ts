import { useEffect, useState } from 'react'

/**
 * Gives the keyboard back to what had it before a dialog that is there only while it is open; the library does so only
 * for dialogs that stay. Where that is gone (a dialog in the place of another), the screen's heading takes it.
 */
export function useFocusBack(): void {
  const [before] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      // After the page has let the dialog go, and whatever follows it has taken the focus.
      setTimeout(() => {
        if (document.activeElement !== null && document.activeElement !== document.body) return
        // The page itself had it where the pressed button could not be pressed any more: that is nobody.
        const heir = before?.isConnected && before !== document.body ? before : document.querySelector('main h1')
        if (heir instanceof HTMLElement) heir.focus({ preventScroll: true })
      }, 10)
    },
    [before],
  )
}
