import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'

export type OpenPdf = { readonly document: PDFDocumentProxy; close(): void }

/**
 * Opens a PDF with Mozilla's pdf.js, which is fetched from our own bundle only when it is needed.
 *
 * SECURITY: it runs in the page's sandbox under the app's policy: no eval, no network, no worker, nothing of what the PDF carries
 * (scripts, forms, links, attachments) is asked of it. Throws what pdf.js throws when it is none, broken or has a password.
 */
export async function openPdf(bytes: Uint8Array<ArrayBuffer>): Promise<OpenPdf> {
  const [pdfjs, worker] = await Promise.all([
    import('pdfjs-dist/legacy/build/pdf.mjs'),
    import('pdfjs-dist/legacy/build/pdf.worker.mjs'),
  ])
  // Its own name for the part that would run in a worker, which our policy does not allow.
  Object.assign(globalThis, { pdfjsWorker: worker })
  const task = pdfjs.getDocument({
    // It takes the bytes away from whoever gives them.
    data: bytes.slice(),
    useWasm: false,
    useWorkerFetch: false,
    isOffscreenCanvasSupported: false,
    enableXfa: false,
    stopAtErrors: false,
    verbosity: pdfjs.VerbosityLevel.ERRORS,
  })
  const document = await task.promise
  return { document, close: () => void task.destroy() }
}
