import { LLMock } from '@copilotkit/aimock'

export interface StandIn {
  readonly env: Readonly<Record<string, string>>
  /** Requests that arrived. */
  count(): number
  stop(): Promise<void>
}

/** The services on loopback, and the environment that points to them. */
export async function startStandIn(): Promise<StandIn> {
  const server = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent' })
  server.on(
    {
      predicate: ({ messages }) =>
        messages.at(-1)?.role === 'tool' && JSON.stringify(messages).includes('Read my notes'),
    },
    ({ messages }) => ({ content: `The file says: ${plainText(messages.at(-1)?.content)}` }),
  )
  server.onMessage(/Read my notes/, {
    toolCalls: [
      { id: 'call_1', name: 'mcp_files_read_text_file', arguments: '{"path":"notes.txt"}' },
    ],
  })
  server.on(
    { predicate: ({ messages }) => messages.at(-1)?.role === 'tool' },
    { content: 'It is the logbook of 1901.' },
  )
  server.onMessage(/oldest/, {
    toolCalls: [{ id: 'call_1', name: 'look_up', arguments: '{"of":"tide"}' }],
  })
  server.onMessage(/.*/, { content: 'Good morning to you.' })
  const url = await server.start()
  return {
    env: {
      OPENAI_BASE_URL: `${url}/v1`,
      OPENAI_API_KEY: 'openai-key-123456',
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: url,
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE123456',
      AWS_SECRET_ACCESS_KEY: 'secret-access-key-123456',
      AWS_REGION: 'eu-central-1',
    },
    count: () => server.getRequests().length,
    stop: () => server.stop(),
  }
}

function plainText(content: unknown): string {
  if (typeof content === 'string') return content
  return Array.isArray(content)
    ? content.map((part: { text?: string }) => part.text ?? '').join('')
    : ''
}
