export { cleaned, type Plain, requirePlain, type Sign } from './clean.ts'
export { cleanLogLine } from './log-lines.ts'
export {
  bodyOf,
  type Diagnosis,
  type DiagnosisBody,
  type DiagnosisPart,
  diagnosisBodySchema,
  diagnosisPartSchema,
  diagnosisSchema,
  essentialParts,
} from './parts.ts'
export { diagnosisMail, diagnosisName, diagnosisText, goingParts } from './text.ts'
