// The interface is core's: another store is another package.
export type {
  LoadedSession,
  OpenSession,
  SessionInfo,
  SessionLoadOptions,
  SessionStore,
} from '@autobot/core/provider'
export { compactSession } from './compact-session.ts'
export type { CompactOptions, Summarise } from './compact-session.ts'
export { createFileSessionStore } from './file-session-store.ts'
export type { FileSessionStoreOptions } from './file-session-store.ts'
export type { SessionFileSystem } from './file-system.ts'
export { SessionError } from './session-error.ts'
export type { SessionErrorCode } from './session-error.ts'
