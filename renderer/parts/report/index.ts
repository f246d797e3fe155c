export { BarsChart, bringDrawings, GrowthChart } from './charts.tsx'
export type { ChartBar, ChartPoint } from './drawing.ts'
export { PaperButtons, type SavedPaper } from './paper-buttons.tsx'
export { Report, ReportFacts, ReportList, ReportSection, ReportSigns, ReportTable } from './report.tsx'
