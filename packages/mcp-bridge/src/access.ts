import type { FilePart, JsonObject, JsonValue, Message, TextPart } from '@autobot/core/provider'
import { toPart, toResource } from './content.ts'
import type { Server } from './server.ts'

export interface McpServerInfo {
  readonly name?: string
  readonly version?: string
  readonly protocol?: string
  /** How the server says that it is to be used; cut at 2 000 characters. Do not trust it. */
  readonly instructions?: string
  readonly capabilities: JsonObject
}

export interface McpResource {
  readonly uri: string
  readonly name: string
  readonly title?: string
  readonly description?: string
  readonly mimeType?: string
}

export type McpResourceTemplate = Omit<McpResource, 'uri'> & { readonly uriTemplate: string }

export interface McpPrompt {
  readonly name: string
  readonly title?: string
  readonly description?: string
  readonly arguments?: readonly {
    readonly name: string
    readonly description?: string
    readonly required?: boolean
  }[]
}

export type McpCompletionTarget = { readonly prompt: string } | { readonly template: string }

/** What an application may read of a server. Everything connects first, if need be. */
export interface McpServerAccess {
  info(): Promise<McpServerInfo>
  resources(): Promise<readonly McpResource[]>
  resourceTemplates(): Promise<readonly McpResourceTemplate[]>
  /** Texts and files; a text begins with a line that holds its address. */
  readResource(uri: string): Promise<readonly (TextPart | FilePart)[]>
  /** From here on `onEvent` tells of changes of it, as long as the connection lasts. */
  subscribe(uri: string): Promise<void>
  unsubscribe(uri: string): Promise<void>
  prompts(): Promise<readonly McpPrompt[]>
  /** The prompt as messages that can stand at the begin of a conversation. */
  prompt(name: string, values?: Readonly<Record<string, string>>): Promise<readonly Message[]>
  /** Values for an argument that begins with `value`. */
  complete(
    target: McpCompletionTarget,
    argument: { readonly name: string; readonly value: string },
  ): Promise<readonly string[]>
  /** The least important messages that `onEvent` is to tell of. */
  setLogLevel(level: McpLogLevel): Promise<void>
}

export type McpLogLevel =
  | 'debug'
  | 'info'
  | 'notice'
  | 'warning'
  | 'error'
  | 'critical'
  | 'alert'
  | 'emergency'

const maxInstructions = 2000

export function serverAccess(server: Server): McpServerAccess {
  const client = async () => (await server.connection()).client
  return {
    async info() {
      const from = await client()
      const { name, version } = from.getServerVersion() ?? {}
      const protocol = from.getNegotiatedProtocolVersion()
      const instructions = from.getInstructions()?.slice(0, maxInstructions)
      return {
        capabilities: (from.getServerCapabilities() ?? {}) as JsonObject,
        ...(name !== undefined && { name }),
        ...(version !== undefined && { version }),
        ...(protocol !== undefined && { protocol }),
        ...(instructions !== undefined && { instructions }),
      }
    },
    async resources() {
      return (await (await client()).listResources()).resources as readonly McpResource[]
    },
    async resourceTemplates() {
      const { resourceTemplates } = await (await client()).listResourceTemplates()
      return resourceTemplates as readonly McpResourceTemplate[]
    },
    async readResource(uri) {
      const { contents } = await (await client()).readResource({ uri })
      return contents.map(toResource)
    },
    async subscribe(uri) {
      await (await client()).subscribeResource({ uri })
    },
    async unsubscribe(uri) {
      await (await client()).unsubscribeResource({ uri })
    },
    async prompts() {
      return (await (await client()).listPrompts()).prompts as readonly McpPrompt[]
    },
    async prompt(name, values) {
      const params = { name, ...(values !== undefined && { arguments: { ...values } }) }
      const { messages } = await (await client()).getPrompt(params)
      return messages.map(({ role, content }) => toMessage(role, content))
    },
    async complete(target, argument) {
      const ref =
        'prompt' in target
          ? { type: 'ref/prompt' as const, name: target.prompt }
          : { type: 'ref/resource' as const, uri: target.template }
      const { completion } = await (await client()).complete({ ref, argument: { ...argument } })
      return completion.values
    },
    async setLogLevel(level) {
      await (await client()).setLoggingLevel(level)
    },
  }
}

function toMessage(role: string, content: unknown): Message {
  const blocks = (Array.isArray(content) ? content : [content]) as readonly JsonValue[]
  const parts = blocks.flatMap((block) => toPart(block) ?? [])
  return role === 'assistant'
    ? { role: 'assistant', content: parts }
    : { role: 'user', content: parts }
}
