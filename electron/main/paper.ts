import { createHash } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { WebContents } from 'electron'
import type { SavedPaper } from '#shared/contracts/index.ts'
import { fail } from '#shared/errors/index.ts'

const MOST_NAMES = 100

/**
 * What the page shows on paper, as a PDF in a folder, and `data` as JSON beside it. What stands there is never overwritten.
 *
 * The PDF carries its structure, the page's language and its title, for readers that speak. Throws REST_103.
 */
export async function writePaper(
  page: Pick<WebContents, 'printToPDF'>,
  folder: string,
  name: string,
  { footer, data }: { readonly footer?: string; readonly data?: string | undefined } = {},
): Promise<SavedPaper> {
  const bytes = await page.printToPDF({
    printBackground: true,
    preferCSSPageSize: true,
    generateTaggedPDF: true,
    generateDocumentOutline: true,
    ...(footer === undefined
      ? {}
      : { displayHeaderFooter: true, headerTemplate: '<span></span>', footerTemplate: footer }),
  })
  for (let number = 1; number <= MOST_NAMES; number++) {
    const stem = number === 1 ? name : `${name} (${number})`
    const isWritten = await writeNew(path.join(folder, `${stem}.pdf`), bytes)
    if (!isWritten) continue
    if (data === undefined || (await writeNew(path.join(folder, `${stem}.json`), data)))
      return { folder, name: `${stem}.pdf`, sha256: createHash('sha256').update(bytes).digest('hex') }
    // Both bear one name, or none does: this PDF is a moment old and ours.
    await rm(path.join(folder, `${stem}.pdf`), { force: true })
  }
  return fail('REST_103')
}

/** The foot of each page: the page's own title, and which page of how many. Chromium fills in what has these classes. */
export const pageFooter = (page: string, of: string): string =>
  `<div style="width:100%;margin:0 18mm;display:flex;justify-content:space-between;font:8.5pt sans-serif;color:#333">
    <span class="title"></span>
    <span style="white-space:nowrap">${page} <span class="pageNumber"></span> ${of} <span class="totalPages"></span></span>
  </div>`

/** False when something stands there already. */
async function writeNew(file: string, bytes: Uint8Array | string): Promise<boolean> {
  try {
    await writeFile(file, bytes, { flag: 'wx', mode: 0o600 })
    return true
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false
    return fail('REST_103', {}, { cause })
  }
}
