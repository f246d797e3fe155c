export { BarsChart, type ChartBar, type ChartPoint, GrowthChart } from './charts.tsx'
export { PaperButtons, type SavedPaper } from './paper-buttons.tsx'
export { Report, ReportFacts, ReportList, ReportSection, ReportSigns, ReportTable } from './report.tsx'
