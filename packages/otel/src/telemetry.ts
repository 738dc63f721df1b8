import type { Tracer } from '@opentelemetry/api'
import type { ContentWriter } from './content.ts'
import type { Instruments } from './instruments.ts'

/** What the traces of all runs share. */
export interface Telemetry {
  readonly tracer: Tracer
  readonly instruments: Instruments
  readonly content: ContentWriter
  /** Milliseconds since 1970. */
  readonly now: () => number
}
