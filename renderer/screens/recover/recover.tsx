import { useState } from 'react'
import type { FoundFile } from '#shared/contracts/index.ts'
import { DatabaseComesBack, WholeRecord } from './database/index.ts'
import { FilePage } from './file-page.tsx'
import { SearchPage } from './search-page.tsx'

/** Find it by name, pick how it was, put it in a folder of its own. */
export function Recover() {
  const [text, setText] = useState('')
  const [picked, setPicked] = useState<FoundFile | null>(null)
  const [isWhole, setIsWhole] = useState(false)
  if (isWhole) return <DatabaseComesBack onBack={() => setIsWhole(false)} />
  if (!picked)
    return (
      <>
        <SearchPage text={text} onText={setText} onPick={setPicked} />
        <WholeRecord onOpen={() => setIsWhole(true)} />
      </>
    )
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
