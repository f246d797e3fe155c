import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { WebContents } from 'electron'
import { fail } from '#shared/errors/index.ts'

const MOST_NAMES = 100

/** What the page shows on paper, as a PDF in a folder. What stands there is never overwritten. Throws REST_103. */
export async function writePaper(page: Pick<WebContents, 'printToPDF'>, folder: string, name: string): Promise<void> {
  const bytes = await page.printToPDF({ printBackground: true, preferCSSPageSize: true })
  for (let number = 1; number <= MOST_NAMES; number++) {
    const file = path.join(folder, number === 1 ? `${name}.pdf` : `${name} (${number}).pdf`)
    try {
      return await writeFile(file, bytes, { flag: 'wx', mode: 0o600 })
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') fail('REST_103', {}, { cause })
    }
  }
  return fail('REST_103')
}
