import type { Message } from '@autobot/core'
import { failureInfo } from '../commands/failure.ts'
import { nearest } from '../config/nearest.ts'
import { columns } from '../render/columns.ts'
import { tellError } from '../render/tell-error.ts'
import { dollars, tokens } from '../render/usage-line.ts'
import { keepsSessions, sessionStore } from '../session/session-store.ts'
import { createToolFilter } from '../tool-filter.ts'
import type { TalkState } from './state.ts'

interface SlashCommand {
  readonly usage: string
  readonly does: string
  run(state: TalkState, rest: string): Promise<void> | void
}

/** What can be typed beside messages. */
const commands: Readonly<Record<string, SlashCommand>> = {
  '/help': { usage: '/help', does: 'this list', run: help },
  '/model': { usage: '/model [PREFIX/MODEL]', does: 'ask another model from now on', run: model },
  '/tools': {
    usage: '/tools [PATTERN…|all]',
    does: 'list the tools, or let only some through',
    run: tools,
  },
  '/mcp': { usage: '/mcp', does: 'state of the MCP servers', run: servers },
  '/cost': { usage: '/cost', does: 'tokens and costs so far', run: cost },
  '/sessions': {
    usage: '/sessions [ID]',
    does: 'stored conversations, or go on with one',
    run: sessions,
  },
  '/new': { usage: '/new', does: 'begin a new conversation', run: fresh },
  '/compact': { usage: '/compact', does: 'go on with a summary of what was said', run: compact },
  '/exit': { usage: '/exit', does: 'leave (also exit, quit, :q, Ctrl-D)', run: () => undefined },
}

export const slashNames: readonly string[] = Object.keys(commands)

/** Whether a line was a command; it is then done. */
export async function runSlash(line: string, state: TalkState): Promise<boolean> {
  const [name = '', ...rest] = line.trim().split(/\s+/)
  if (!/^\/[a-z]+$/.test(name)) return false
  const command = commands[name]
  if (command === undefined) {
    const meant = nearest(name, slashNames)
    state.context.tell(
      `There is no ${name}.${meant === undefined ? ' /help lists the commands.' : ` Did you mean ${meant}?`}\n`,
    )
    return true
  }
  try {
    await command.run(state, rest.join(' '))
  } catch (error) {
    tellError(state.context, failureInfo(error, state.loaded))
  }
  return true
}

function help({ context }: TalkState): void {
  const rows = Object.values(commands).map(({ usage, does }) => [usage, does])
  context.tell(columns(['COMMAND', 'DOES'], rows))
  context.tell(
    '\nA line that ends with \\ goes on; so does Alt-Enter. @FILE sends a file with the message.\nCtrl-C stops the answer and keeps what came; twice leaves.\n',
  )
}

async function model(state: TalkState, ref: string): Promise<void> {
  if (ref === '') return state.context.tell(`${state.model}\n`)
  // Before anything is changed: an unknown prefix or a missing key is told now.
  await state.agent.registry.resolve(ref)
  state.model = ref
  state.context.tell(`Now asking ${ref}.\n`)
}

async function tools(state: TalkState, patterns: string): Promise<void> {
  const { agent, context } = state
  if (patterns === 'all') state.filter = undefined
  else if (patterns !== '') state.filter = createToolFilter(patterns.split(/\s+/))
  const found = [...agent.registry.tools]
  for (const source of agent.registry.toolSources)
    found.push(...(await source.tools({ signal: context.signal })))
  const rows = found.map((tool) => [
    state.filter === undefined || state.filter.accepts(tool) ? tool.name : `(${tool.name})`,
    (tool.description ?? '').split('\n', 1)[0]?.slice(0, 80) ?? '',
  ])
  if (rows.length === 0) return context.tell('There are no tools.\n')
  context.tell(columns(['TOOL', 'DOES'], rows))
  if (state.filter !== undefined)
    context.tell('In brackets: left out. /tools all lets all through.\n')
}

async function servers({ agent, context }: TalkState): Promise<void> {
  interface Status {
    readonly name: string
    readonly state: string
    readonly tools: readonly string[]
    readonly problem?: string
  }
  const rows: string[][] = []
  for (const source of agent.registry.toolSources) {
    const { status } = source as { status?: () => readonly Status[] }
    if (status === undefined) continue
    await source.tools({ signal: context.signal })
    for (const each of status())
      rows.push([each.name, each.state, String(each.tools.length), each.problem ?? ''])
  }
  if (rows.length === 0) return context.tell('No MCP servers are configured.\n')
  context.tell(columns(['SERVER', 'STATE', 'TOOLS', 'PROBLEM'], rows))
}

function cost({ context, usage, costUsd }: TalkState): void {
  const parts = tokens(usage)
  if (parts.length === 0) return context.tell('Nothing was used so far.\n')
  context.tell(
    `${[...parts, costUsd === undefined ? 'costs unknown' : dollars(costUsd)].join(' · ')}\n`,
  )
}

async function sessions(state: TalkState, id: string): Promise<void> {
  const { context, conversation, loaded } = state
  if (id !== '') {
    await conversation.goTo(id)
    return context.tell(`Going on with ${id} (${conversation.messages.length} messages).\n`)
  }
  const stored = await (await sessionStore(loaded)).list()
  const rows = stored.map((each) => [
    each.id === conversation.id ? `${each.id} *` : each.id,
    new Date(each.updatedAt).toISOString(),
  ])
  if (rows.length > 0) context.tell(columns(['SESSION', 'LAST USED'], rows))
  else context.tell('No stored sessions.\n')
  if (!keepsSessions(loaded) && conversation.id === undefined)
    context.tell('This conversation is not kept; begin one with: autobot agent -s NAME\n')
}

async function fresh({ context, conversation }: TalkState): Promise<void> {
  await conversation.restart([])
  context.tell('A new conversation.\n')
}

const summarise =
  'Summarise our conversation so far for yourself, so that you can go on with it without having read it: what the user wants, what was found and decided, names and numbers that matter, what is open. Write the summary alone.'

async function compact(state: TalkState): Promise<void> {
  const { context, conversation } = state
  const { messages } = conversation
  if (messages.length < 2) return context.tell('There is nothing to compact.\n')
  context.statusLine.show('summarising')
  const result = await state.quietly(summarise, { messages, toolFilter: () => false })
  context.statusLine.hide()
  const summary: readonly Message[] = [
    {
      role: 'user',
      content: [{ type: 'text', text: `Summary of our conversation so far:\n\n${result.text}` }],
    },
    { role: 'assistant', content: [{ type: 'text', text: 'I go on from there.' }] },
  ]
  await conversation.restart(summary)
  context.tell(
    `${messages.length} messages became a summary of ${result.text.length} letters.${conversation.id === undefined ? '' : ' The old conversation is still stored.'}\n`,
  )
}
