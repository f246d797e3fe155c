import { styleText } from 'node:util'
import type { Watcher } from './steps.ts'

const WIDTH = 20

/** Shows how far the demo is: one living line on a terminal, one line a step anywhere else. Writes to standard error only. */
export function progressBar(stream: NodeJS.WriteStream = process.stderr): Watcher & { readonly end: () => void } {
  let heading = ''
  let place = ''
  let shownMs = 0
  const draw = (fraction: number | undefined, words: string) => {
    const filled = Math.round(Math.min(1, Math.max(0, fraction ?? 0)) * WIDTH)
    const bar = styleText('cyan', '█'.repeat(filled), { stream }) + '░'.repeat(WIDTH - filled)
    const percent = fraction === undefined ? '    ' : `${String(Math.floor(fraction * 100)).padStart(3)}%`
    // Cut, so that the line never wraps: a wrapped line cannot be drawn over.
    const text = words.slice(0, Math.max(20, (stream.columns || 80) - WIDTH - 8))
    stream.write(`\r\x1b[K${bar} ${percent} ${text}`)
  }
  return {
    onStep: (title, position, total) => {
      place = `${position}/${total}`
      heading = `${place} ${title}`
      if (stream.isTTY) draw(undefined, heading)
      else stream.write(`${heading}\n`)
    },
    onProgress: (fraction, words = '') => {
      const now = performance.now()
      if (!stream.isTTY || now - shownMs < 60) return
      shownMs = now
      draw(fraction, words === '' ? heading : `${place} ${words}`)
    },
    end: () => {
      if (stream.isTTY) stream.write('\r\x1b[K')
    },
  }
}
