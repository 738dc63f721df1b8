/* eslint-disable typescript/no-explicit-any -- the bytes are read as they are, by other code */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// What real providers answered; not part of this repository, so the tests skip where it is absent.
const folder = fileURLToPath(new URL('../../../../../shared/data/recordings/', import.meta.url))
export const recordingsAreThere = existsSync(folder)

export function recordings(vendor: string, skip: RegExp): readonly string[] {
  if (!recordingsAreThere) return []
  return readdirSync(`${folder}${vendor}`).filter((file) => !skip.test(file))
}

export function recorded(vendor: string, file: string): string {
  return readFileSync(`${folder}${vendor}/${file}`, 'utf8')
}

/** The payloads of a stream, or the one value of a whole answer. */
export function payloads(vendor: string, file: string): readonly any[] {
  const text = recorded(vendor, file)
  if (file.endsWith('.json')) return [JSON.parse(text)]
  return text
    .split('\n')
    .map((line) => line.replace(/^data: ?/, '').trim())
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as unknown)
}

/** Some recordings hold several answers, one after the other. */
export function answersIn(all: readonly any[]): readonly (readonly any[])[] {
  const answers: any[][] = []
  for (const payload of all) {
    const begins = payload.type === 'message_start' || payload.type === 'response.created'
    if (begins || answers.length === 0) answers.push([])
    answers.at(-1)?.push(payload)
  }
  return answers
}

/** What an answer says, read from its payloads without the code under test. */
export interface Said {
  readonly text: string
  readonly reasoning: string
  readonly calls: readonly { readonly name: string; readonly input: unknown }[]
  readonly input: number | undefined
  readonly output: number | undefined
  /** The wire's own word. */
  readonly end: string | undefined
}

const sum = (list: readonly any[], pick: (item: any) => string | undefined): string =>
  list.map((item) => pick(item) ?? '').join('')
const last = <T>(list: readonly (T | null | undefined | '')[]): T | undefined =>
  list.filter((item): item is T => item !== null && item !== undefined && item !== '').at(-1)

export function chatSays(chunks: readonly any[]): Said {
  const choices = chunks.flatMap((chunk) => chunk.choices?.slice(0, 1) ?? [])
  const deltas = choices.map((choice) => choice.delta ?? choice.message ?? {})
  const parts = deltas.flatMap(({ content }) => (Array.isArray(content) ? content : []))
  const calls: { name: string; text: string }[] = []
  for (const call of deltas.flatMap((delta) => delta.tool_calls ?? [])) {
    if (call.function.name) calls.push({ name: call.function.name, text: '' })
    const open = calls.at(-1)
    if (open !== undefined) open.text += call.function.arguments ?? ''
  }
  const usage = last([
    ...chunks.map((chunk) => chunk.usage),
    ...choices.map((choice) => choice.usage),
    ...chunks.map((chunk) => chunk.x_groq?.usage),
  ])
  return {
    text:
      sum(deltas, ({ content }) => (typeof content === 'string' ? content : '')) +
      sum(parts, (part) => part.text),
    reasoning:
      sum(deltas, (delta) => delta.reasoning_content ?? delta.reasoning) +
      sum(
        parts.flatMap((part) => part.thinking ?? []),
        (thought) => thought.text,
      ),
    calls: calls.map(({ name, text }) => ({ name, input: JSON.parse(text || '{}') as unknown })),
    input: usage?.prompt_tokens,
    output: usage?.completion_tokens,
    end: last(choices.map((choice) => choice.finish_reason)),
  }
}

export function responsesSay(events: readonly any[]): Said {
  const whole = events.at(-1).response ?? events.at(-1)
  const of = (type: string): readonly any[] =>
    whole.output.filter((item: any) => item.type === type)
  const calls = whole.output.flatMap((item: any) => {
    // What the service ran itself is shown with what it was asked.
    const { type, action, queries, code } = item
    if (/^(web_search|file_search|code_interpreter|image_generation|mcp)_call$/.test(type)) {
      const name = item.name ?? type.replace('_call', '')
      if (item.arguments) return [{ name, input: JSON.parse(item.arguments) }]
      const asked = Object.entries({ action, queries, code }).filter(
        ([, value]) => (value ?? null) !== null,
      )
      return [{ name, input: Object.fromEntries(asked) }]
    }
    if (type !== 'function_call') return []
    return item.name === 'parallel'
      ? JSON.parse(item.arguments).tool_uses.map((use: any) => ({
          name: use.recipient_name.replace('functions.', ''),
          input: use.parameters,
        }))
      : [{ name: item.name, input: JSON.parse(item.arguments || '{}') as unknown }]
  })
  return {
    text: sum(
      of('message').flatMap((item) => item.content),
      (part) => part.text ?? part.refusal,
    ),
    reasoning: of('reasoning')
      .map((item) =>
        (item.summary?.length > 0 ? item.summary : (item.content ?? []))
          .map((part: any) => part.text)
          .join('\n\n'),
      )
      .join(''),
    calls,
    input: whole.usage?.input_tokens,
    output: whole.usage?.output_tokens,
    end: whole.incomplete_details?.reason ?? whole.status,
  }
}

/** The message that the events of a stream make, or that came whole. */
export function anthropicMessage(events: readonly any[]): any {
  if (events[0].type === 'message') return events[0]
  const message = structuredClone(events.find((event) => event.type === 'message_start').message)
  const json = new Map<number, string>()
  for (const event of events) {
    const block = message.content[event.index]
    if (event.type === 'content_block_start')
      message.content[event.index] = { ...event.content_block }
    else if (event.type === 'content_block_delta') {
      const { delta } = event
      if (delta.type === 'text_delta') block.text += delta.text
      if (delta.type === 'thinking_delta') block.thinking += delta.thinking
      if (delta.type === 'signature_delta') block.signature = delta.signature
      if (delta.type === 'input_json_delta') {
        json.set(event.index, (json.get(event.index) ?? '') + delta.partial_json)
      }
    } else if (event.type === 'message_delta') {
      Object.assign(message, event.delta)
      for (const [key, value] of Object.entries(event.usage ?? {})) {
        if (value !== null) message.usage[key] = value
      }
    }
  }
  for (const [index, text] of json) if (text !== '') message.content[index].input = JSON.parse(text)
  return message
}

export function anthropicSays(events: readonly any[]): Said {
  const message = anthropicMessage(events)
  const { usage = {} } = message
  return {
    text: sum(message.content, (block) => (block.type === 'text' ? block.text : '')),
    reasoning: sum(message.content, (block) => block.thinking),
    calls: message.content
      .filter((block: any) => /^(server_|mcp_)?tool_use$/.test(block.type))
      .map((block: any) => ({ name: block.name, input: block.input ?? {} })),
    input:
      usage.input_tokens +
      (usage.cache_read_input_tokens ?? 0) +
      (usage.cache_creation_input_tokens ?? 0),
    output: usage.output_tokens,
    end: message.stop_reason,
  }
}

export function geminiSays(chunks: readonly any[]): Said {
  const candidates = chunks.flatMap((chunk) => chunk.candidates?.slice(0, 1) ?? [])
  const parts = candidates.flatMap((candidate) => candidate.content?.parts ?? [])
  const usages = chunks.map((chunk) => chunk.usageMetadata ?? {})
  const most = (key: string): number | undefined => {
    const found = usages.map((usage) => usage[key]).filter((count) => count !== undefined)
    return found.length === 0 ? undefined : Math.max(...found)
  }
  const output = most('candidatesTokenCount')
  const thoughts = most('thoughtsTokenCount')
  return {
    text: sum(parts, (part) => (part.thought === true ? '' : part.text)),
    reasoning: sum(parts, (part) => (part.thought === true ? part.text : '')),
    calls: parts
      .filter((part) => part.functionCall?.name !== undefined)
      .map(({ functionCall }) => ({
        name: functionCall.name,
        // Pieces of arguments are looked at elsewhere.
        input: functionCall.willContinue === true ? undefined : (functionCall.args ?? {}),
      })),
    input: most('promptTokenCount'),
    output:
      output === undefined && thoughts === undefined ? undefined : (output ?? 0) + (thoughts ?? 0),
    end: last(candidates.map((candidate) => candidate.finishReason)),
  }
}
