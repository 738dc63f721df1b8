import type { Message } from '@autobot/core'
import type { CommandContext } from '../command-context.ts'
import { nearest } from '../config/nearest.ts'
import type { LoadedConfig } from '../config/load.ts'
import { columns } from '../render/columns.ts'
import { sessionStore } from '../session/session-store.ts'
import { UsageError } from '../usage-error.ts'
import type { ListFlags } from './list-flags.ts'
import { listing } from './listing.ts'
import { load } from './load.ts'

type Store = Awaited<ReturnType<typeof sessionStore>>

/** What is stored, the newest first. */
export function sessionsList(flags: ListFlags, context: CommandContext): Promise<number> {
  return withStore(flags, context, async (store) => {
    const rows = (await store.list()).map(({ id, updatedAt, bytes }) => ({
      id,
      updatedAt: new Date(updatedAt).toISOString(),
      bytes,
    }))
    if (flags.json === true)
      return context.write(`${context.redactor.json({ type: 'sessions', sessions: rows })}\n`)
    if (rows.length === 0) return context.tell('No stored sessions.\n')
    context.write(
      columns(
        ['SESSION', 'LAST USED', 'BYTES'],
        rows.map((row) => [row.id, row.updatedAt, String(row.bytes)]),
      ),
    )
  })
}

export function sessionsShow(
  id: string,
  flags: ListFlags,
  context: CommandContext,
): Promise<number> {
  return withStore(flags, context, async (store) => {
    const session = await store.load(id)
    if (session === undefined) throw await unknownSession(id, store)
    const { messages, warnings } = session
    if (flags.json === true)
      return context.write(
        `${context.redactor.json({ type: 'session', id, messages, warnings })}\n`,
      )
    for (const { code, message } of warnings) context.log('warn', message, { code })
    context.write(context.redactor.text(messages.map(page).join('\n')))
  })
}

export function sessionsDelete(
  id: string,
  flags: ListFlags,
  context: CommandContext,
): Promise<number> {
  return withStore(flags, context, async (store) => {
    const deleted = await store.delete(id).catch((error: Error) => {
      throw error.name === 'SessionError' ? new UsageError(error.message) : error
    })
    if (!deleted) throw await unknownSession(id, store)
    if (flags.json === true)
      return context.write(`${context.redactor.json({ type: 'session_deleted', id })}\n`)
    context.write(`Deleted ${id}.\n`)
  })
}

function withStore(
  flags: ListFlags,
  context: CommandContext,
  use: (store: Store) => Promise<void>,
): Promise<number> {
  let loaded: LoadedConfig | undefined
  return listing(
    flags,
    context,
    () => loaded,
    async () => {
      loaded = await load(flags, context)
      await use(await sessionStore(loaded))
    },
  )
}

async function unknownSession(id: string, store: Store): Promise<UsageError> {
  const known = (await store.list()).map((session) => session.id)
  const meant = nearest(id, known)
  return new UsageError(
    `There is no session "${id}".`,
    meant === undefined
      ? "'autobot sessions list' shows what is stored."
      : `Did you mean "${meant}"?`,
  )
}

function page(message: Message): string {
  const from =
    message.role === 'assistant' && message.provider !== undefined
      ? `assistant (${message.provider}/${message.model ?? ''})`
      : message.role
  return `${from}:\n${message.content.map((part) => `  ${line(part).replaceAll('\n', '\n  ')}\n`).join('')}`
}

function line(part: Message['content'][number]): string {
  switch (part.type) {
    case 'text':
      return part.text
    case 'reasoning':
      return `[reasoning] ${part.text}`
    case 'file':
      return `[${part.mediaType}${part.name === undefined ? '' : ` ${part.name}`}]`
    case 'tool_call':
      return `[call ${part.name} ${part.argumentsText}]`
    case 'tool_result':
      return `[result${part.isError === true ? ', failed' : ''}] ${part.content
        .map((item) =>
          item.type === 'text'
            ? item.text
            : item.type === 'json'
              ? JSON.stringify(item.value)
              : `[${item.mediaType}]`,
        )
        .join('\n')}`
    case 'source':
      return `[source ${part.url ?? part.title ?? ''}]`
  }
}
