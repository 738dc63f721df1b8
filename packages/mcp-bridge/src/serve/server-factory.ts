import { randomBytes } from 'node:crypto'
import type { JsonObject, JsonValue, Tool } from '@autobot/core/provider'
import type { Server, ServerContext } from '@modelcontextprotocol/server'
import { version } from '../version.ts'
import { servedAgentTool } from './agent-tool.ts'
import { answersOf, InputNeeded, toInputRequest, type Answers } from './ask.ts'
import { runTool } from './call-tool.ts'
import type { McpCaller, McpServeOptions } from './options.ts'
import { findResource, isTemplate, toContents } from './resources.ts'
import { toBlock } from './tool-answer.ts'

type Sdk = typeof import('@modelcontextprotocol/server')
type State = { readonly answers: Readonly<Record<string, JsonObject>> }

/** Makes the protocol's server for a connection or a request: all are the same. */
export function serverFactory(sdk: Sdk, options: McpServeOptions): () => Server {
  const tools = offeredTools(options)
  const { resources = [], prompts = [], instructions } = options
  const direct = resources.filter((each) => !isTemplate(each))
  const templates = resources.filter(isTemplate)
  // Answers of people go through the client: what comes back must be what was sent.
  const states = sdk.createRequestStateCodec<State>({ key: randomBytes(32), ttlSeconds: 3600 })
  const notFound = (uri: string): Error =>
    new sdk.ProtocolError(sdk.ProtocolErrorCode.InvalidParams, 'Resource not found', { uri })

  /** Runs what may ask: its questions become the answer, and theirs the next call. */
  const asking = async <T>(
    context: ServerContext,
    work: (answers: Answers) => Promise<T>,
  ): Promise<T> => {
    const { inputResponses, requestState } = context.mcpReq
    const answers = answersOf({ ...requestState<State>()?.answers, ...inputResponses })
    try {
      return await work(answers)
    } catch (error) {
      if (!(error instanceof InputNeeded)) throw error
      const asked = Object.entries(error.questions)
      const inputRequests = asked.map(([name, question]) => [name, toInputRequest(question)])
      return sdk.inputRequired({
        inputRequests: Object.fromEntries(inputRequests) as never,
        requestState: await states.mint({ answers: answers.used }, context),
      }) as T
    }
  }

  return () => {
    const server = new sdk.Server(
      { name: options.name ?? 'autobot', version: options.version ?? version },
      {
        capabilities: {
          tools: { listChanged: true },
          logging: {},
          ...(resources.length > 0 && { resources: { subscribe: true } }),
          ...(prompts.length > 0 && { prompts: {}, completions: {} }),
        },
        ...(instructions !== undefined && { instructions }),
        requestState: { verify: states.verify },
      },
    )
    server.setRequestHandler('tools/list', () => ({ tools: tools.map(describe) }))
    server.setRequestHandler('tools/call', ({ params }, context) => {
      const tool = tools.find(({ name }) => name === params.name)
      if (tool === undefined) {
        throw new sdk.ProtocolError(
          sdk.ProtocolErrorCode.InvalidParams,
          `Unknown tool: ${params.name}`,
        )
      }
      const input = (params.arguments ?? {}) as JsonValue
      const { signal } = context.mcpReq
      const shared = { sdk, options, tool, input, signal, log: logger(context) }
      const progress = reporter(context)
      return asking(context, (answers) => runTool({ ...shared, answers, progress }))
    })
    if (resources.length > 0) {
      const list = direct.map(({ read: _read, ...rest }) => rest)
      server.setRequestHandler('resources/list', () => ({ resources: list }))
      server.setRequestHandler('resources/templates/list', () => ({
        resourceTemplates: templates.map(({ read: _read, uri, ...rest }) => ({
          ...rest,
          uriTemplate: uri,
        })),
      }))
      server.setRequestHandler('resources/read', async ({ params: { uri } }) => {
        const found = findResource(resources, uri)
        const content = await found?.resource.read(uri, found.values)
        if (found === undefined || content === undefined) throw notFound(uri)
        return { contents: [toContents(uri, found.resource, content)] }
      })
      server.setRequestHandler('resources/subscribe', () => ({}))
      server.setRequestHandler('resources/unsubscribe', () => ({}))
    }
    if (prompts.length > 0) {
      const list = prompts.map(({ messages: _messages, arguments: named, ...rest }) => ({
        ...rest,
        ...(named && { arguments: named.map(({ complete: _complete, ...each }) => each) }),
      }))
      server.setRequestHandler('prompts/list', () => ({ prompts: list }))
      server.setRequestHandler('prompts/get', ({ params }, context) => {
        const prompt = prompts.find(({ name }) => name === params.name)
        if (prompt === undefined) {
          const message = `Unknown prompt: ${params.name}`
          throw new sdk.ProtocolError(sdk.ProtocolErrorCode.InvalidParams, message)
        }
        return asking(context, async (answers) => {
          const caller = { log: logger(context), ask: answers.ask }
          const messages = await prompt.messages(params.arguments ?? {}, caller)
          return {
            messages: messages.map(({ role, content }) => ({ role, content: toBlock(content) })),
          }
        })
      })
      server.setRequestHandler('completion/complete', async ({ params: { ref, argument } }) => {
        const prompt = prompts.find(({ name }) => ref.type === 'ref/prompt' && name === ref.name)
        const named = prompt?.arguments?.find(({ name }) => name === argument.name)
        const values = [...((await named?.complete?.(argument.value)) ?? [])]
        return { completion: { values: values.slice(0, 100), hasMore: values.length > 100 } }
      })
    }
    return server
  }
}

/** In the order of their names: clients keep the list for their prompt caches. */
function offeredTools({
  tools = [],
  agents = {},
  reexport = [],
}: McpServeOptions): readonly Tool[] {
  const agentTools = Object.entries(agents).map(([name, agent]) => servedAgentTool(name, agent))
  return [...tools, ...agentTools]
    .filter(({ name, annotations }) => {
      // What another server offers to us is not ours to offer: its owner trusts us, not everyone.
      return annotations?.['mcpServer'] === undefined || reexport.includes(name)
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

function describe({ name, description = '', inputSchema, readOnly }: Tool) {
  return {
    name,
    description,
    inputSchema: { ...inputSchema, type: 'object' as const } as never,
    ...(readOnly === true && { annotations: { readOnlyHint: true } }),
  }
}

function logger({ mcpReq }: ServerContext): McpCaller['log'] {
  return (level, data) => void mcpReq.log(level, data).catch(() => undefined)
}

/** Only those who asked for it hear of progress. */
function reporter({ mcpReq }: ServerContext): (update: object) => void {
  const progressToken = mcpReq._meta?.progressToken
  let count = 0
  return (update) => {
    if (progressToken === undefined) return
    const params = { progressToken, progress: ++count, ...update }
    void mcpReq.notify({ method: 'notifications/progress', params }).catch(() => undefined)
  }
}
