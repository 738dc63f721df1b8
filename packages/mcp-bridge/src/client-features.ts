import { pathToFileURL } from 'node:url'
import type { JsonObject, JsonValue } from '@autobot/core/provider'
import type { Client, ClientCapabilities } from '@modelcontextprotocol/client'
import type { McpEvent, McpInteraction, McpSampling } from './interaction.ts'

export interface ClientFeatures {
  readonly capabilities: ClientCapabilities
  attach(client: Client): void
  /** Whether a server waits for a person, who may take longer than a call. */
  waitsForPerson(): boolean
}

/** What servers may ask of us: only what the application has given. */
export function clientFeatures(server: string, options: McpInteraction): ClientFeatures {
  const { elicit, roots, sampling, onEvent = () => undefined } = options
  const budget = sampling && createBudget(server, sampling)
  let waiting = 0
  return {
    waitsForPerson: () => waiting > 0,
    capabilities: {
      ...(elicit && { elicitation: { form: { applyDefaults: true }, url: {} } }),
      ...(roots && { roots: {} }),
      ...(budget && { sampling: {} }),
    },
    attach(client) {
      if (elicit) {
        client.setRequestHandler('elicitation/create', async ({ params }, { mcpReq }) => {
          const request = readElicitation(server, params)
          waiting++
          const asked = Promise.resolve(elicit(request, { signal: mcpReq.signal }))
          const answer = await asked.finally(() => waiting--)
          return answer.action === 'accept'
            ? {
                action: 'accept' as const,
                content: { ...answer.content } as Record<string, string>,
              }
            : { action: answer.action }
        })
      }
      if (roots) {
        const listed = roots.map((root) => ({
          uri: /^file:/.test(root) ? root : pathToFileURL(root).href,
        }))
        client.setRequestHandler('roots/list', () => ({ roots: listed }))
      }
      if (budget) {
        client.setRequestHandler('sampling/createMessage', async ({ params }, { mcpReq }) => {
          const { text, model } = await budget(params, mcpReq.signal)
          return {
            role: 'assistant',
            model,
            content: { type: 'text', text },
            stopReason: 'endTurn',
          }
        })
      }
      client.setNotificationHandler('notifications/message', ({ params }) => {
        const { level, logger, data } = params
        const event = { type: 'log' as const, server, level, data: data as JsonValue }
        onEvent({ ...event, ...(logger !== undefined && { logger }) })
      })
      client.setNotificationHandler('notifications/resources/updated', ({ params }) =>
        onEvent({ type: 'resource_updated', server, uri: params.uri }),
      )
    },
  }
}

/** A list of the server changed, that is not the list of its tools. */
export function listEvents(
  server: string,
  onEvent: ((event: McpEvent) => void) | undefined,
): Record<'resources' | 'prompts', { autoRefresh: false; onChanged: () => void }> {
  const tell = (type: 'resources_changed' | 'prompts_changed') => ({
    autoRefresh: false as const,
    debounceMs: 300,
    onChanged: () => onEvent?.({ type, server }),
  })
  return { resources: tell('resources_changed'), prompts: tell('prompts_changed') }
}

type ElicitationParams = { readonly message: string; readonly [key: string]: unknown }

export function readElicitation(
  server: string,
  params: ElicitationParams,
): Parameters<NonNullable<McpInteraction['elicit']>>[0] {
  const { message, mode, url, requestedSchema } = params
  if (mode !== 'url')
    return { mode: 'form', server, message, schema: requestedSchema as JsonObject }
  const address = typeof url === 'string' && URL.canParse(url) ? new URL(url) : undefined
  if (address === undefined || !/^https?:$/.test(address.protocol)) {
    throw new Error('the page is not an http address')
  }
  return { mode: 'url', server, message, url: address.href }
}

type Ask = (
  params: {
    readonly messages: readonly { readonly role: string; readonly content: unknown }[]
    readonly [key: string]: unknown
  },
  signal: AbortSignal,
) => ReturnType<McpSampling['ask']>

/** Servers spend the application's money here, so what they may spend is counted beforehand. */
function createBudget(server: string, sampling: McpSampling): Ask {
  let calls = sampling.maxCalls ?? 10
  let tokens = sampling.maxOutputTokens ?? 20_000
  return async (params, signal) => {
    const { messages, systemPrompt, maxTokens, temperature, stopSequences } = params
    if (calls <= 0 || tokens <= 0) throw new Error('the budget for questions to a model is spent')
    calls--
    const maxOutputTokens = Math.min(tokens, typeof maxTokens === 'number' ? maxTokens : 1000)
    tokens -= maxOutputTokens
    const answer = await sampling.ask(
      {
        server,
        messages: messages.map(({ role, content }) => ({
          role: role === 'assistant' ? 'assistant' : 'user',
          text: textOf(content),
        })),
        maxOutputTokens,
        ...(typeof systemPrompt === 'string' && { system: systemPrompt }),
        ...(typeof temperature === 'number' && { temperature }),
        ...(Array.isArray(stopSequences) && { stopSequences: stopSequences as string[] }),
      },
      { signal },
    )
    tokens += maxOutputTokens - Math.min(maxOutputTokens, answer.outputTokens ?? maxOutputTokens)
    return answer
  }
}

function textOf(content: unknown): string {
  const blocks = (Array.isArray(content) ? content : [content]) as Record<string, unknown>[]
  return blocks
    .map(({ type, text }) => (type === 'text' ? String(text) : `[${String(type)} left out]`))
    .join('\n')
}
