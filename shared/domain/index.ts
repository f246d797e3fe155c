export {
  type CopyId,
  type CopySummary,
  copyIdSchema,
  copySummarySchema,
  type SkipCode,
  skipCodeSchema,
  skipCount,
} from './copies.ts'
export { type DestinationFindings, destinationFindingsSchema } from './destinations.ts'
export {
  type Fact,
  factSchema,
  type JobId,
  type JobKind,
  jobIdSchema,
  jobKindSchema,
  type NewFact,
  type Progress,
  progressSchema,
} from './facts.ts'
export {
  type FolderFindings,
  folderFindingsSchema,
  type Source,
  type SourceId,
  sourceIdSchema,
  sourceSchema,
} from './sources.ts'
