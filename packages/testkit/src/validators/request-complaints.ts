import type {
  Capabilities,
  FilePart,
  MediaRules,
  Message,
  PreparedRequest,
  ToolCallIdRule,
} from '@autobot/core/provider'
import {
  checkCachePoints,
  checkParameters,
  checkTools,
  kindOf,
  type Complain,
} from './option-complaints.ts'
import { isBroken, stringsIn } from './strings-in.ts'

/**
 * The complaints of a strict server about a request. Written from the contract alone, without a
 * look at the passes, so that both have to agree.
 */
export function requestComplaints(
  request: PreparedRequest,
  capabilities: Capabilities,
  prefix: string,
): string[] {
  const found: string[] = []
  const complain = (text: string): void => void found.push(text)
  checkOrder(request.messages, capabilities, complain)
  checkPairs(request.messages, capabilities, complain)
  checkParts(request.messages, capabilities, prefix, complain)
  checkTools(request, capabilities, complain)
  checkParameters(request, capabilities, complain)
  checkCachePoints(request, capabilities, complain)
  for (const text of stringsIn(request)) {
    if (isBroken(text)) complain(`broken string ${JSON.stringify(text)}`)
  }
  return found
}

function checkOrder(messages: readonly Message[], caps: Capabilities, complain: Complain): void {
  const firstOther = messages.findIndex((message) => message.role !== 'system')
  if (firstOther === -1) return complain('no message but system')
  if (firstOther > 0 && caps.system === 'none') complain('system is not taken')
  const rest = messages.slice(firstOther)
  if (rest.some((message) => message.role === 'system')) complain('system in the middle')
  const rule = caps.roles ?? 'strict'
  if (rule === 'strict' && rest[0]?.role !== 'user') complain('does not start with user')
  for (const [at, message] of rest.entries()) {
    const before = rest[at - 1]
    if (message.content.length === 0) complain('empty content')
    if (rule !== 'any' && before?.role === message.role) complain(`two ${message.role} in a row`)
    if (before?.role === 'tool' && message.role === 'user') {
      const beside = caps.toolResults?.beside ?? 'anything'
      if (beside === 'nothing') complain('user beside results')
      if (beside === 'text' && message.content.some((part) => part.type === 'file')) {
        complain('file beside results')
      }
    }
  }
  const last = rest.at(-1)
  if (last?.role === 'assistant') {
    if (caps.assistantPrefill !== 'yes') complain('ends with assistant')
    const part = last.content.at(-1)
    if (part?.type === 'text' && /\s$/.test(part.text)) complain('trailing white space')
  }
}

function checkPairs(messages: readonly Message[], caps: Capabilities, complain: Complain): void {
  const rule = caps.toolCallIds ?? { form: 'word', maxLength: 40 }
  const ids = new Set<string>()
  let count = 0
  for (const [at, message] of messages.entries()) {
    if (message.role === 'tool' && messages[at - 1]?.role !== 'assistant') {
      complain('results without a turn')
    }
    if (message.role !== 'assistant') continue
    const all = message.content.filter((part) => part.type === 'tool_call')
    const calls = all.filter((call) => call.providerExecuted !== true)
    for (const call of all) {
      if (ids.has(call.id)) complain(`id ${call.id} twice`)
      ids.add(call.id)
      if (!idIsLegal(call.id, rule, call.name, count)) complain(`illegal id ${call.id}`)
      count += 1
      if (call.incomplete === true) complain('unfinished call')
      const parsed: unknown = JSON.parse(call.argumentsText)
      if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
        complain('arguments are no object')
      }
    }
    if (calls.length > 1 && caps.tools === 'single') complain('parallel calls')
    if (all.length > 0 && caps.tools === 'none') complain('tool call without tools')
    const next = messages[at + 1]
    const results = next?.role === 'tool' ? next.content : []
    const wanted = calls.map((call) => `${call.id} ${call.name}`)
    const got = results.map((result) => `${result.toolCallId} ${result.toolName}`)
    if (wanted.join() !== got.join()) complain(`calls ${wanted.join()} but results ${got.join()}`)
  }
}

function idIsLegal(id: string, rule: ToolCallIdRule, name: string, count: number): boolean {
  switch (rule.form) {
    case 'any':
      return id !== '' && id.length <= (rule.maxLength ?? Infinity)
    case 'word':
      return new RegExp(`^[A-Za-z0-9_-]{1,${rule.maxLength}}$`).test(id)
    case 'alphanumeric':
      return new RegExp(`^[A-Za-z0-9]{${rule.length}}$`).test(id)
    case 'function_index':
      return id === `functions.${name}:${count}`
  }
}

function checkParts(
  messages: readonly Message[],
  caps: Capabilities,
  prefix: string,
  complain: Complain,
): void {
  for (const message of messages) {
    const counts = new Map<string, number>()
    for (const part of message.content) {
      const metadata = part.providerMetadata
      if (metadata !== undefined && Object.keys(metadata).some((key) => key !== prefix)) {
        complain('metadata of a stranger')
      }
      if (part.type === 'text' && part.text.trim() === '' && metadata === undefined) {
        complain('blank text')
      }
      if (part.type === 'reasoning') {
        if ((caps.reasoningReplay ?? 'drop') === 'drop') complain('reasoning')
        if (caps.reasoningReplay === 'signed' && metadata === undefined) complain('unsigned')
      }
      if (part.type === 'file' && message.role === 'user') {
        checkFile(part, caps.media, counts, complain)
        const rule = caps.media?.[kindOf(part)]
        const hasText = message.content.some((other) => other.type === 'text')
        if (rule?.needsText === 'yes' && !hasText) complain('file without text')
      }
      if (part.type === 'tool_result') {
        if (part.content.length === 0) complain('empty result')
        const first = part.content[0]
        const flagged = caps.toolResults?.errors === 'flag'
        if (part.isError === true && !flagged) {
          if (first?.type !== 'text' || !first.text.startsWith('Error: ')) complain('error unseen')
        }
        for (const item of part.content) {
          if (item.type === 'file') checkFile(item, caps.toolResults?.media, counts, complain)
          if (item.type === 'json' && caps.toolResults?.json !== 'object') complain('json result')
          if (item.type === 'text' && item.text.trim() === '') complain('blank result')
        }
      }
    }
  }
}

function checkFile(
  part: FilePart,
  rules: MediaRules | undefined,
  counts: Map<string, number>,
  complain: Complain,
): void {
  const kind = kindOf(part)
  const rule = rules?.[kind]
  if (rule === undefined) return complain(`${kind} is not taken`)
  counts.set(kind, (counts.get(kind) ?? 0) + 1)
  if ((counts.get(kind) ?? 0) > (rule.maxPerMessage ?? Infinity)) complain(`too many ${kind}`)
  // What is behind a URL is only known when the target has fetched it.
  const isUnknown = part.url !== undefined && part.mediaType.endsWith('/*')
  if (!isUnknown && ![part.mediaType, `${kind}/*`].some((type) => rule.types.includes(type))) {
    complain(`${part.mediaType} is not taken`)
  }
  const scheme = part.url?.slice(0, part.url.indexOf(':')).toLowerCase()
  if (scheme !== undefined && rule.sources !== 'bytes_or_url') {
    if (rule.urlSchemes?.includes(scheme) !== true) complain('url is not taken')
  }
  if (part.data !== undefined && part.data.byteLength > (rule.maxBytes ?? Infinity)) {
    complain('file is too large')
  }
  if (rule.names === 'plain' && !/^document-\d+$/.test(part.name ?? '')) complain('illegal name')
}
