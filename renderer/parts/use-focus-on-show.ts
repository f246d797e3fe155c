import { type RefObject, useEffect, useRef } from 'react'

/** Takes the focus when the element appears, so that keyboard and screen reader start there. The element needs `tabIndex={-1}`. */
export function useFocusOnShow<E extends HTMLElement>(): RefObject<E | null> {
  const element = useRef<E>(null)
  useEffect(() => element.current?.focus(), [])
  return element
}
