import type { report as source } from '../pt-br/report.ts'
import type { SameShape } from '../shape.ts'

export const report: SameShape<typeof source> = {
  date: 'Made on {{moment}}',
  save: 'Save as PDF',
  print: 'Print',
  saved: '“{{name}}” is saved.',
  openFolder: 'Open the folder',
  seal: 'SHA-256 of the PDF: {{sha256}}',
  unprinted: 'The paper did not come out. Check the printer or save it as PDF.',
  ticked: 'done',
  unticked: 'to do',
  chart: 'Chart: {{title}}. The same figures are in the table that follows.',
  value: 'How much',
}
