import { useEffect } from 'react'

/**
 * Gives the keyboard back to a button that was busy: while it is, it cannot be pressed, and the browser lets the page itself have
 * the focus. Whoever went on elsewhere meanwhile stays there. Once for the window.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let last: Element | null = null
    const remember = ({ target }: FocusEvent) => {
      last = target instanceof Element ? target : null
    }
    const watcher = new MutationObserver((changes) => {
      const isUsableAgain = changes.some(({ target }) => target === last && !last.matches(':disabled'))
      if (isUsableAgain && document.activeElement === document.body && last instanceof HTMLElement)
        last.focus({ preventScroll: true })
    })
    document.addEventListener('focusin', remember)
    watcher.observe(document.body, { subtree: true, attributeFilter: ['disabled'] })
    return () => {
      document.removeEventListener('focusin', remember)
      watcher.disconnect()
    }
  }, [])
}
