import type {
  ChatCompletionRequest,
  ChatMessage,
  ContentWithToolCallsResponse,
  TextResponse,
} from '@copilotkit/aimock'

type Reply = TextResponse | ContentWithToolCallsResponse

interface Entry {
  readonly date: string
  readonly text: string
  readonly file: string
}

/**
 * The model behind every stand-in service. It knows nothing but the request: it lists, reads what
 * the list named, and answers from what the tools returned, so another file is another answer.
 */
export function scriptedModel(request: ChatCompletionRequest): Reply {
  const turn = request.messages.slice(request.messages.findLastIndex(isQuestion))
  const calls = turn.flatMap((message) => message.tool_calls ?? [])
  const results = turn.filter(({ role }) => role === 'tool').map(plainText)
  const reply = next(calls, results)
  const spoken =
    (reply.content ?? '') + (reply.toolCalls ?? []).map((call) => call.arguments).join('')
  return {
    ...reply,
    usage: {
      input_tokens: tokens(request.messages.map(plainText).join('')),
      output_tokens: tokens(spoken),
    },
  } as Reply
}

function next(
  calls: NonNullable<ChatMessage['tool_calls']>,
  results: readonly string[],
): ContentWithToolCallsResponse {
  const [listing] = results
  if (listing === undefined) {
    return {
      content: 'I look at what is in the folder first.',
      toolCalls: [call('mcp_files_list_directory', '.')],
    }
  }
  if (results.length === 1) {
    const names = [...listing.matchAll(/^\[FILE\] (logbook-.+)$/gm)].map(([, name = '']) => name)
    const [first, second] = names.toSorted()
    if (first === undefined || second === undefined) return { content: 'I find no two logbooks.' }
    return {
      content: `There are ${names.length} logbooks; I read ${first} and ${second}.`,
      toolCalls: [
        call('mcp_files_read_text_file', first),
        call('mcp_files_read_text_file', second),
      ],
    }
  }
  const entries = results.slice(1).flatMap((text, index) => {
    const input = JSON.parse(calls[index + 1]?.function.arguments ?? '{}') as { path?: string }
    return readEntries(text, input.path ?? '?')
  })
  const sorted = entries.toSorted((a, b) => (a.date < b.date ? -1 : 1))
  const oldest = sorted.at(0)
  const newest = sorted.at(-1)
  if (oldest === undefined || newest === undefined) return { content: 'I find no dated entry.' }
  return {
    content: `I read ${sorted.length} entries in ${results.length - 1} files. ${quote('oldest', oldest)} ${quote('newest', newest)}`,
  }
}

function call(name: string, path: string): { readonly name: string; readonly arguments: string } {
  return { name, arguments: JSON.stringify({ path }) }
}

function quote(which: string, { date, text, file }: Entry): string {
  return `The ${which} is of ${date}, in ${file}: “${text}”`
}

function readEntries(text: string, file: string): readonly Entry[] {
  return [...text.matchAll(/^(\d{4}-\d{2}-\d{2}) +(.+)$/gm)].map(([, date = '', line = '']) => ({
    date,
    text: line.trim(),
    file,
  }))
}

function isQuestion({ role }: ChatMessage): boolean {
  return role === 'user'
}

/** The text of a message; one wire wraps a tool's text in a JSON object. */
function plainText({ content }: ChatMessage): string {
  if (content === null) return ''
  const text =
    typeof content === 'string' ? content : content.map((part) => part.text ?? '').join('')
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return text
    return Object.values(value)
      .filter((item) => typeof item === 'string')
      .join('\n')
  } catch {
    return text
  }
}

function tokens(text: string): number {
  return Math.ceil(text.length / 4)
}
