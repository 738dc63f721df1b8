import type { WireName } from '../answers/script.ts'
import type { ToolSpec, Turn } from './contender.ts'

/** What one event says, in the least that a reader by hand can look at. */
export interface Seen {
  text?: string
  call?: { id: string; name: string }
  fragment?: string
}

export interface CallDone {
  readonly id: string
  readonly name: string
  readonly input: unknown
  readonly result: string
}

export interface FloorWire {
  readonly path: string
  turn(turn: Turn): object
  body(messages: readonly object[], tools: readonly ToolSpec[]): object
  /** Messages that say: you asked for this, here is the result. */
  done(call: CallDone): readonly object[]
  // oxlint-disable-next-line typescript/no-explicit-any -- by hand means without types of the wire
  see(event: any): Seen | undefined
}

const chat: FloorWire = {
  path: '/v1/chat/completions',
  turn: ({ role, text }) => ({ role, content: text }),
  body: (messages, tools) => ({
    model: 'bench',
    messages,
    stream: true,
    stream_options: { include_usage: true },
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, inputSchema: parameters }) => ({
        type: 'function',
        function: { name, description, parameters },
      })),
    }),
  }),
  done: ({ id, name, input, result }) => [
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id, type: 'function', function: { name, arguments: JSON.stringify(input) } }],
    },
    { role: 'tool', tool_call_id: id, content: result },
  ],
  see(event) {
    const delta = event.choices[0]?.delta
    if (delta === undefined) return undefined
    const call = delta.tool_calls?.[0]
    if (call === undefined) return delta.content ? { text: delta.content } : undefined
    return {
      ...(call.id !== undefined && { call: { id: call.id, name: call.function.name } }),
      fragment: call.function.arguments,
    }
  },
}

const responses: FloorWire = {
  path: '/v1/responses',
  turn: ({ role, text }) => ({ role, content: text }),
  body: (input, tools) => ({
    model: 'bench',
    input,
    stream: true,
    store: false,
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, inputSchema: parameters }) => ({
        type: 'function',
        name,
        description,
        parameters,
      })),
    }),
  }),
  done: ({ id, name, input, result }) => [
    { type: 'function_call', call_id: id, name, arguments: JSON.stringify(input) },
    { type: 'function_call_output', call_id: id, output: result },
  ],
  see(event) {
    switch (event.type) {
      case 'response.output_text.delta':
        return { text: event.delta }
      case 'response.function_call_arguments.delta':
        return { fragment: event.delta }
      case 'response.output_item.added': {
        const { item } = event
        return item.type === 'function_call'
          ? { call: { id: item.call_id, name: item.name } }
          : undefined
      }
      default:
        return undefined
    }
  },
}

const messages: FloorWire = {
  path: '/v1/messages',
  turn: ({ role, text }) => ({ role, content: text }),
  body: (list, tools) => ({
    model: 'bench',
    max_tokens: 4096,
    messages: list,
    stream: true,
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, inputSchema: input_schema }) => ({
        name,
        description,
        input_schema,
      })),
    }),
  }),
  done: ({ id, name, input, result }) => [
    { role: 'assistant', content: [{ type: 'tool_use', id, name, input }] },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content: result }] },
  ],
  see(event) {
    if (event.type === 'content_block_delta') {
      const { delta } = event
      return delta.type === 'text_delta' ? { text: delta.text } : { fragment: delta.partial_json }
    }
    const block = event.content_block
    return block?.type === 'tool_use' ? { call: { id: block.id, name: block.name } } : undefined
  },
}

const gemini: FloorWire = {
  path: '/v1beta/models/bench:streamGenerateContent?alt=sse',
  turn: ({ role, text }) => ({ role: role === 'user' ? 'user' : 'model', parts: [{ text }] }),
  body: (contents, tools) => ({
    contents,
    ...(tools.length > 0 && {
      tools: [
        {
          functionDeclarations: tools.map(({ name, description, inputSchema }) => ({
            name,
            description,
            parametersJsonSchema: inputSchema,
          })),
        },
      ],
    }),
  }),
  done: ({ name, input, result }) => [
    { role: 'model', parts: [{ functionCall: { name, args: input } }] },
    { role: 'user', parts: [{ functionResponse: { name, response: { result } } }] },
  ],
  see(event) {
    const part = event.candidates[0]?.content?.parts?.[0]
    if (part === undefined) return undefined
    const call = part.functionCall
    if (call === undefined) return part.text === '' ? undefined : { text: part.text }
    return { call: { id: call.id, name: call.name }, fragment: JSON.stringify(call.args) }
  },
}

const bedrock: FloorWire = {
  path: '/model/us.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse-stream',
  turn: ({ role, text }) => ({ role, content: [{ text }] }),
  body: (list, tools) => ({
    messages: list,
    ...(tools.length > 0 && {
      toolConfig: {
        tools: tools.map(({ name, description, inputSchema: json }) => ({
          toolSpec: { name, description, inputSchema: { json } },
        })),
      },
    }),
  }),
  done: ({ id, name, input, result }) => [
    { role: 'assistant', content: [{ toolUse: { toolUseId: id, name, input } }] },
    {
      role: 'user',
      content: [{ toolResult: { toolUseId: id, content: [{ text: result }] } }],
    },
  ],
  see(event) {
    const { delta } = event
    if (delta?.text !== undefined) return { text: delta.text }
    if (delta?.toolUse !== undefined) return { fragment: delta.toolUse.input }
    const use = event.start?.toolUse
    return use === undefined ? undefined : { call: { id: use.toolUseId, name: use.name } }
  },
}

export const floorWires: Readonly<Record<WireName, FloorWire>> = {
  chat,
  responses,
  messages,
  gemini,
  bedrock,
}
