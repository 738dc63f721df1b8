export { otel, type OtelOptions, type OtelPlugin } from './otel.ts'
// A plugin by its name in a configuration file.
export { otel as plugin } from './otel.ts'
export type { TracedAgent } from './run-trace.ts'
