import { bodyOf, type DiagnosisBody, type DiagnosisPart } from '#shared/diagnosis/index.ts'

const FROM_SHELL: readonly DiagnosisPart[] = ['app', 'computer', 'lines']

/** What main said of itself, as the window handed it on: read anew, so that nothing but plain parts of main's own gets into a packet. */
export function shellPartsOf(handed: readonly DiagnosisBody[]): DiagnosisBody[] {
  return handed.flatMap(({ part, text }) => {
    if (!FROM_SHELL.includes(part)) return []
    try {
      return [bodyOf(part, JSON.parse(text))]
    } catch {
      return []
    }
  })
}
