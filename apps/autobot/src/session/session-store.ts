import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { SessionStore } from '@autobot/sessions'
import type { LoadedConfig } from '../config/load.ts'

/** Where the conversations of a configuration are kept. */
export function sessionsFolder({ folder }: LoadedConfig): string {
  return join(folder, 'sessions')
}

/** Whether every conversation is kept: the folder is there, as `autobot new` makes it. */
export function keepsSessions(loaded: LoadedConfig): boolean {
  return existsSync(sessionsFolder(loaded))
}

export async function sessionStore(loaded: LoadedConfig): Promise<SessionStore> {
  const { createFileSessionStore } = await import('@autobot/sessions')
  return createFileSessionStore({ folder: sessionsFolder(loaded) })
}

/** Sorts by time, and two that begin in the same second differ. */
export function newSessionId(now: Date, random: number): string {
  const time = now
    .toISOString()
    .replaceAll(/[-:]|\..*$/g, '')
    .replace('T', '-')
    .toLowerCase()
  return `${time}-${Math.floor(random * 36 ** 4)
    .toString(36)
    .padStart(4, '0')}`
}
