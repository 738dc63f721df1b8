export type { Bench } from './bench.ts'
export { runConformance } from './conformance.ts'
export type { ConformanceCase } from './conformance-case.ts'
export {
  conformanceCases,
  conformanceSections,
  type ConformanceSection,
} from './conformance-cases.ts'
export type { ConformanceOptions, Skip } from './options.ts'
export {
  scorecardMarkdown,
  withScorecard,
  type CaseResult,
  type FixtureResult,
  type Scorecard,
} from './scorecard.ts'
export type { Outcome, Stage } from './stage.ts'
