import { createRoot } from 'react-dom/client'
import { LongList } from './index.ts'

// For its test in a real window: a list of a hundred thousand entries, of different heights, in a box that turns.
const entries = Array.from({ length: 100_000 }, (_, at) => at + 1)
const box = document.createElement('div')
box.style.cssText = 'height: 600px; overflow-y: auto'
document.body.append(box)
createRoot(box).render(
  <LongList items={entries} keyOf={(entry) => entry} label="Entradas">
    {(entry) => (
      <button type="button" style={{ height: 30 + (entry % 3) * 25 }}>
        {`Entrada ${entry}`}
      </button>
    )}
  </LongList>,
)
