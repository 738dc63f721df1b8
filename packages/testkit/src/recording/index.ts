export type {
  Exchange,
  Fixture,
  RecordedOutcome,
  RecordedRequest,
  RecordedResponse,
  ScenarioName,
} from './fixture.ts'
export { record, type RecordOptions, type Tape } from './record.ts'
export { recordFixtures, type RecordFixturesOptions } from './record-fixtures.ts'
export { readFixture, readFixtures, replay, type Replay, type ReplayOptions } from './replay.ts'
export { findSecrets } from './secrets.ts'
