import type { Hook, Message, RunResult } from '@autobot/core'
import type { OpenSession, SessionStore } from '@autobot/sessions'
import type { CommandContext } from '../command-context.ts'
import type { LoadedConfig } from '../config/load.ts'
import { UsageError } from '../usage-error.ts'
import { redactMessage } from './redact-message.ts'
import { keepsSessions, newSessionId, sessionStore } from './session-store.ts'

/** What was said, in memory and, when it is kept, on disk. */
export interface Conversation {
  /** Undefined when it is not kept. */
  readonly id: string | undefined
  readonly messages: readonly Message[]
  /** Writes while a run goes on, so that a killed run loses one step at most. */
  readonly hook: Hook
  /** Takes over what a run came to. */
  ended(result: RunResult): Promise<void>
  /** Goes on with a stored conversation. */
  goTo(id: string): Promise<void>
  /** Goes on with this history as a new conversation; the old one stays as it was. */
  restart(messages: readonly Message[]): Promise<void>
  close(): Promise<void>
}

export interface SessionFlags {
  readonly session?: string
  readonly continue?: boolean
}

/** The conversation that was asked for; one that somebody else writes to is refused. */
export async function openConversation(
  flags: SessionFlags,
  loaded: LoadedConfig,
  context: CommandContext,
): Promise<Conversation> {
  const kept = await chooseSession(flags, loaded)
  const { redactor, log } = context
  let session: OpenSession | undefined
  let messages: readonly Message[] = []
  let saved = 0

  const open = async (id: string): Promise<void> => {
    const store = await sessionStore(loaded)
    const opened = await refusable(() => store.open(id))
    await close()
    session = opened
    for (const { message, code } of session.warnings) log('warn', message, { code })
    messages = [...session.messages]
    saved = messages.length
  }
  const close = async (): Promise<void> => {
    const last = session
    session = undefined
    if (last === undefined) return
    await last.close()
    // An empty one would be the newest that --continue finds.
    if (last.messages.length === 0) await (await sessionStore(loaded)).delete(last.id)
  }
  const append = async (added: readonly Message[]): Promise<void> => {
    await session?.append(added.map((message) => redactMessage(message, redactor)))
    saved += added.length
  }
  /** A question without an answer is not kept: asked again, it would stand there twice. */
  const save = async (all: readonly Message[]): Promise<void> => {
    const added = all.slice(saved)
    if (added.some(({ role }) => role === 'assistant')) await append(added)
  }

  if (kept !== undefined) await open(kept)
  return {
    get id() {
      return session?.id
    },
    get messages() {
      return messages
    },
    hook: {
      name: 'autobot/session',
      async beforeModel({ request }) {
        const all = withoutSystem(request.messages)
        // Another hook may have cut the history for this request; it is kept whole at the end.
        if (all[messages.length - 1] === messages.at(-1)) await save(all)
      },
    },
    async ended(result) {
      const all = withoutSystem(result.messages)
      if (!all.slice(messages.length).some(({ role }) => role === 'assistant')) return
      await save(all)
      messages = all
    },
    goTo: open,
    async restart(next) {
      if (session !== undefined) await open(newSessionId(new Date(), Math.random()))
      messages = next
      saved = 0
      if (next.length > 0) await append(next)
    },
    close,
  }
}

/** The messages of the session that was asked for; reads only. */
export async function storedMessages(
  flags: SessionFlags,
  loaded: LoadedConfig,
): Promise<readonly Message[]> {
  if (flags.session === undefined && flags.continue !== true) return []
  const id = await chooseSession(flags, loaded)
  const store = await sessionStore(loaded)
  return (await refusable(() => store.load(id ?? '')))?.messages ?? []
}

async function chooseSession(
  flags: SessionFlags,
  loaded: LoadedConfig,
): Promise<string | undefined> {
  if (flags.session !== undefined) return flags.session
  if (flags.continue === true) return (await newest(await sessionStore(loaded))).id
  return keepsSessions(loaded) ? newSessionId(new Date(), Math.random()) : undefined
}

async function newest(store: SessionStore): Promise<{ readonly id: string }> {
  const [first] = await store.list()
  if (first !== undefined) return first
  throw new UsageError(
    'There is no session to continue.',
    "Begin one with -s NAME; 'autobot sessions list' shows what is stored.",
  )
}

async function refusable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if ((error as Error).name === 'SessionError') throw new UsageError((error as Error).message)
    throw error
  }
}

/** The system text comes from the configuration of the day, not from the session. */
function withoutSystem(messages: readonly Message[]): readonly Message[] {
  return messages[0]?.role === 'system' ? messages.slice(1) : messages
}
