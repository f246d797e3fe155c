/** Lets a fixed number of pieces of work run at once. */
export type Limiter = {
  /** Resolves when there is room; the result gives the room back and must be called once. */
  enter(): Promise<() => void>
}

export function createLimiter(width: number): Limiter {
  let free = width
  const waiting: (() => void)[] = []
  const leave = () => {
    const next = waiting.shift()
    if (next) next()
    else free++
  }
  return {
    enter: async () => {
      if (free > 0) free--
      else await new Promise<void>((resolve) => waiting.push(resolve))
      return leave
    },
  }
}
