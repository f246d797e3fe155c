import { useState } from 'react'
import type { FoundFile } from '#shared/contracts/index.ts'
import { FilePage } from './file-page.tsx'
import { SearchPage } from './search-page.tsx'

/** Find it by name, pick how it was, put it in a folder of its own. */
export function Recover() {
  const [text, setText] = useState('')
  const [picked, setPicked] = useState<FoundFile | null>(null)
  if (!picked) return <SearchPage text={text} onText={setText} onPick={setPicked} />
  return (
    <FilePage
      key={picked.fileKey}
      file={picked}
      onBack={() => setPicked(null)}
      onRight={() => {
        setText('')
        setPicked(null)
      }}
    />
  )
}
