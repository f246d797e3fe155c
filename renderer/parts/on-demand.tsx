import { type ComponentType, type ReactNode, useEffect, useState } from 'react'

type OnDemandProps<P extends object> = {
  /** Fetches the part's own file of the bundle. Rejects when it is missing; the next showing tries again. */
  load: () => Promise<ComponentType<P>>
  /** Stands in its place meanwhile. */
  waiting: ReactNode
}
export type OnDemand<P extends object> = ComponentType<P> & {
  /** Has it ready for when it is shown. */
  bring(): Promise<void>
}

/**
 * A part of the window whose code is read when it is first shown, or before, when somebody asks for it.
 *
 * Not React's own way with Suspense: that holds a screen back for 300 ms once its waiting state was drawn, and draws that state even
 * for code that is there. What was brought is drawn at once here.
 */
export function onDemand<P extends object>({ load, waiting }: OnDemandProps<P>): OnDemand<P> {
  let known: ComponentType<P> | undefined
  let coming: Promise<void> | undefined
  const bring = (): Promise<void> => {
    coming ??= load().then(
      (part) => {
        known = part
      },
      (error: unknown) => {
        coming = undefined
        throw error
      },
    )
    return coming
  }
  function Part(props: P) {
    const [, setIsHere] = useState(known !== undefined)
    useEffect(() => {
      let isGone = false
      if (known === undefined)
        bring().then(
          () => isGone || setIsHere(true),
          // Thrown where the wall around the screen catches it.
          (error: unknown) =>
            isGone ||
            setIsHere(() => {
              throw error
            }),
        )
      return () => {
        isGone = true
      }
    }, [])
    const Known = known
    return Known ? <Known {...props} /> : waiting
  }
  return Object.assign(Part, { bring })
}
