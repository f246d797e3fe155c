import { type CopySummary, type Fact, skipCount } from '#shared/domain/index.ts'
import { formatBytes, formatCount, formatDuration } from '#shared/units/index.ts'
import type { Figures, StepReport } from './steps.ts'

/** Where everything of one demo lies. */
export type Places = {
  readonly folder: string
  readonly clinic: string
  readonly externalDisk: string
  readonly vault: string
  readonly recovered: string
  readonly userData: string
  /** The kit's words, alone in a file: what `restic --password-file` takes. */
  readonly kitWords: string
  readonly report: string
}

/** The whole demo as one JSON object. The kit's words are not in it: it may be printed. */
export type DemoReport = {
  readonly ok: boolean
  readonly seed: number
  readonly preset: string
  readonly startedAt: string
  readonly totalMs: number
  readonly places: Places
  readonly steps: readonly StepReport[]
}

/** What the report says of one copy; throughput is source bytes over the copy's own time. */
export function copyFigures(copy: CopySummary) {
  return {
    files: copy.files,
    folders: copy.folders,
    databases: copy.databases,
    sourceBytes: copy.sourceBytes,
    addedBytes: copy.addedBytes,
    newFiles: copy.newFiles,
    changedFiles: copy.changedFiles,
    unchangedFiles: copy.unchangedFiles,
    skips: skipCount(copy),
    copyMs: copy.durationMs,
    bytesPerSecond: Math.round((copy.sourceBytes * 1000) / Math.max(1, copy.durationMs)),
    /** Share of the source that did not have to be written: equal pieces found again, and compression. */
    savedShare: Number((1 - copy.addedBytes / Math.max(1, copy.sourceBytes)).toFixed(4)),
  } as const satisfies Figures
}

export const checkFigures = (fact: Extract<Fact, { kind: 'check-finished' }>) =>
  ({ packs: fact.packs, readBytes: fact.readBytes, problems: fact.problems }) as const satisfies Figures

const size = (value: unknown) => formatBytes(Number(value ?? 0), 'pt-BR')
const count = (value: unknown) => formatCount(Number(value ?? 0), 'pt-BR')
const percent = (value: unknown) => `${formatCount(Number(value ?? 0) * 100, 'pt-BR', 1)}%`
const time = (ms: number) => formatDuration(ms, 'pt-BR')

/** Sentences of one step, for people. */
const sentences: Readonly<Record<string, (f: Figures) => readonly string[]>> = {
  clinic: (f) => [
    `${count(f.files)} arquivos, ${size(f.bytes)}: ${count(f.photos)} fotos, ${count(f.documents)} PDFs, um banco de ${size(f.databaseBytes)} com ${count(f.patients)} pacientes e ${count(f.appointments)} atendimentos.`,
    'Ninguém ali existe: nomes, documentos e fotos são inventados.',
  ],
  'set-up': (f) => [
    f.keptInKeychain === true
      ? 'O kit de 24 palavras foi conferido; a chave deste computador está no chaveiro do sistema.'
      : 'O kit de 24 palavras foi conferido; este computador não guardou chave, então o app pede as palavras ao abrir.',
  ],
  'first-copy': (f) => [
    `${count(f.files)} arquivos e ${count(f.databases)} banco em uso guardados: ${size(f.sourceBytes)} lidos, ${size(f.addedBytes)} no cofre (${size(f.bytesPerSecond)} por segundo).`,
    `Enquanto isso a recepção gravou ${count(f.deskTransactions)} vezes e nunca esperou mais de ${count(f.deskLongestMs)} ms.`,
    ...(f.skips ? [`${count(f.skips)} arquivos mudaram durante a leitura e ficaram para a próxima cópia.`] : []),
  ],
  'lost-photo': (f) => [
    `Uma foto de ${size(f.bytes)} foi apagada da pasta do paciente, achada na busca e recuperada em ${time(Number(f.recoverMs ?? 0))}: igual, byte a byte.`,
  ],
  database: (f) => [
    `O banco copiado em pleno uso abre e fecha as contas: ${count(f.appointments)} atendimentos, ${count(f.notes)} evoluções, contador em ${count(f.appointments)}.`,
  ],
  'second-copy': (f) => [
    `${count(f.unchangedFiles)} arquivos iguais não foram lidos de novo; de ${size(f.sourceBytes)} só ${size(f.addedBytes)} eram novos (${percent(f.savedShare)} já estavam no cofre).`,
  ],
  check: (f) => [`${count(f.packs)} pacotes e ${size(f.readBytes)} lidos de novo, ${count(f.problems)} problemas.`],
  restic: (f) => [
    `${String(f.version)}: conferiu tudo ("no errors were found") e recuperou ${count(f.restoredFiles)} arquivos, ${size(f.restoredBytes)}, iguais byte a byte; o banco também.`,
  ],
}

/** The report for people, in plain Portuguese. */
export function reportText(report: DemoReport): string {
  const lines = ['', 'Demonstração do Salvaguarda', '']
  for (const step of report.steps) {
    lines.push(`${step.ok ? '✓' : '✗'} ${step.title} (${time(step.ms)})`)
    const told = step.ok ? (sentences[step.name.split('@')[0] ?? '']?.(step.figures) ?? []) : []
    for (const sentence of told) lines.push(`    ${sentence}`)
    if (!step.error) continue
    lines.push(`    ${step.error.sentence} [${step.error.code}]`)
    if (step.error.detail) lines.push(`    Para o técnico: ${step.error.detail.replaceAll('\n', '\n    ')}`)
  }
  lines.push(
    ...['', report.ok ? `Tudo guardado e conferido em ${time(report.totalMs)}.` : 'A demonstração parou no meio.', ''],
    ...[`Clínica:      ${report.places.clinic}`, `Cofre:        ${report.places.vault}`],
    ...[
      `Recuperados:  ${report.places.recovered}`,
      `Kit (24 palavras, só nesta demonstração): ${report.places.kitWords}`,
    ],
    ...[`Relatório:    ${report.places.report}`, ''],
  )
  return lines.join('\n')
}
