import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** What a reader of PDFs finds, also one that speaks: the title, whether there is a structure, and the words of each page. */
export async function readPdf(
  pdf: Uint8Array,
): Promise<{ readonly title: unknown; readonly isTagged: boolean; readonly pages: readonly string[] }> {
  const opening = getDocument({ data: new Uint8Array(pdf), useSystemFonts: true })
  const paper = await opening.promise
  const { info } = await paper.getMetadata()
  const pages: string[] = []
  for (let number = 1; number <= paper.numPages; number++) {
    const { items } = await (await paper.getPage(number)).getTextContent()
    pages.push(items.map((item) => ('str' in item ? item.str : '')).join(' '))
  }
  const isTagged = (await (await paper.getPage(1)).getStructTree()) !== null
  await opening.destroy()
  return { title: 'Title' in info ? info.Title : null, isTagged, pages }
}
