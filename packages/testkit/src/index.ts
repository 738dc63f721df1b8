// For people who test agents and providers.
export { fakeHost, type FakeHost, type FakeHostOptions, type LogEntry } from './fake-host.ts'
export { everyCut, rechunk } from './rechunk.ts'
export {
  scriptedProvider,
  type ScriptedProvider,
  type ScriptedProviderOptions,
  type ScriptStep,
} from './scripted-provider.ts'
export { requestComplaints } from './validators/request-complaints.ts'
export { schemaComplaints } from './validators/schema-complaints.ts'
export * from './simulators/bedrock/index.ts'
export * from './simulators/http/index.ts'
export * from './conformance/index.ts'
export * from './recording/index.ts'
export * from './wire/index.ts'
