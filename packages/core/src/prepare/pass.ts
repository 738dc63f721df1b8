import type { Capabilities } from '../contract/capabilities.ts'
import type { WarningCode } from './warning-codes.ts'

/** The model that a request is prepared for. */
export interface PrepareTarget {
  readonly prefix: string
  readonly model: string
  readonly capabilities: Capabilities
}

/** Notes something that was changed or left out. */
export type Warn = (code: WarningCode, message: string, path?: string) => void

/** What every pass may look at. */
export interface Pass {
  readonly target: PrepareTarget
  readonly capabilities: Capabilities
  readonly warn: Warn
}
