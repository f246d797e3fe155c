import { getDocument, OPS } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** What a reader of PDFs finds, also one that speaks: the title, whether there is a structure, the words of each page, and the colours (#rrggbb) that surfaces and letters are filled with. */
export async function readPdf(pdf: Uint8Array): Promise<{
  readonly title: unknown
  readonly isTagged: boolean
  readonly pages: readonly string[]
  readonly fills: readonly string[]
}> {
  const opening = getDocument({ data: new Uint8Array(pdf), useSystemFonts: true })
  const paper = await opening.promise
  const { info } = await paper.getMetadata()
  const pages: string[] = []
  const fills = new Set<string>()
  for (let number = 1; number <= paper.numPages; number++) {
    const page = await paper.getPage(number)
    const { items } = await page.getTextContent()
    pages.push(items.map((item) => ('str' in item ? item.str : '')).join(' '))
    const { fnArray, argsArray } = await page.getOperatorList()
    for (const [at, operator] of fnArray.entries())
      if (operator === OPS.setFillRGBColor) fills.add(String(argsArray[at]?.[0]))
  }
  const isTagged = (await (await paper.getPage(1)).getStructTree()) !== null
  await opening.destroy()
  return { title: 'Title' in info ? info.Title : null, isTagged, pages, fills: [...fills] }
}
