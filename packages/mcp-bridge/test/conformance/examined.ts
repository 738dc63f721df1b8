// The client that the published conformance suite examines: our bridge, as an application uses it.
import type { Tool } from '@autobot/core/provider'
import { identityAssertion, mcpSource, type McpAuth } from '../../src/index.ts'

type Context = Readonly<Record<string, unknown>>

const url = process.argv.at(-1) ?? ''
const scenario = process.env['MCP_CONFORMANCE_SCENARIO'] ?? ''
const context = JSON.parse(process.env['MCP_CONFORMANCE_CONTEXT'] ?? '{}') as Context
const text = (name: string): string => String(context[name])

const auths: Readonly<Record<string, () => McpAuth>> = {
  'auth/basic-cimd': () => ({
    clientMetadataUrl: 'https://conformance-test.local/client-metadata.json',
  }),
  'auth/pre-registration': () => ({
    clientId: text('client_id'),
    clientSecret: text('client_secret'),
  }),
  'auth/client-credentials-basic': () => ({
    grant: 'client_credentials',
    clientId: text('client_id'),
    clientSecret: text('client_secret'),
  }),
  'auth/client-credentials-jwt': () => ({
    grant: 'client_credentials',
    clientId: text('client_id'),
    privateKey: text('private_key_pem'),
    algorithm: text('signing_algorithm'),
  }),
  'auth/enterprise-managed-authorization': () => ({
    grant: 'jwt_bearer',
    clientId: text('client_id'),
    clientSecret: text('client_secret'),
    assertion: identityAssertion({
      tokenUrl: text('idp_token_endpoint'),
      clientId: text('idp_client_id'),
      idToken: text('idp_id_token'),
    }),
  }),
  'auth/wif-jwt-bearer': () => ({
    grant: 'jwt_bearer',
    clientId: text('client_id'),
    assertion: () => text('valid_jwt'),
  }),
  'auth/dpop': () => ({ dpop: true }),
  'auth/dpop-nonce': () => ({ dpop: true }),
}

const source = mcpSource(
  {
    servers: { it: { url, pins: 'off', auth: auths[scenario]?.() ?? {} } },
    search: 'never',
    elicit: () => ({ action: 'accept', content: {} }),
    authorizer: {
      redirectUrl: async () => 'http://localhost:3000/callback',
      async authorize(request) {
        const response = await fetch(request.url, { redirect: 'manual' })
        return response.headers.get('location') ?? ''
      },
    },
  },
  () => ({
    fetch: globalThis.fetch,
    secret: (name) => process.env[name],
    log: (level, message) => void process.stderr.write(`${level} ${message}\n`),
    now: () => Date.now(),
    random: () => Math.random(),
  }),
)

let failed = false
const remote = (tool: Tool): string => String(tool.annotations?.['mcpTool'])

async function call(tools: readonly Tool[], name: string, input: object = {}): Promise<void> {
  const tool = tools.find((each) => remote(each) === name)
  if (tool === undefined) return
  const { signal } = new AbortController()
  try {
    await tool.execute(input as never, { toolCallId: name, signal, progress: () => undefined })
  } catch (error) {
    failed = true
    process.stderr.write(`${name}: ${String(error)}\n`)
  }
}

const tools = await source.tools({})
const [{ state, problem } = {}] = source.status()
if (state !== 'ready') {
  process.stderr.write(`${String(problem)}\n`)
  failed = true
}
const focal = tools.find((tool) => remote(tool) === 'json_schema_2020_12_tool')
const asked = context['toolCalls'] as { name: string; arguments: object }[] | undefined
if (asked !== undefined) {
  for (const { name, arguments: input } of asked) await call(tools, name, input)
} else if (focal !== undefined) {
  await call(tools, 'json_schema_echo', { schema: focal.inputSchema })
} else if (scenario === 'sep-2322-client-request-state') {
  // At the same time: what belongs to one call must not show up in another.
  await Promise.all(tools.map((tool) => call(tools, remote(tool))))
} else {
  for (const tool of tools) {
    const { required = [] } = tool.inputSchema as { required?: readonly string[] }
    await call(tools, remote(tool), Object.fromEntries(required.map((name, at) => [name, at + 2])))
  }
}
if (scenario === 'http-standard-headers') {
  const server = source.server('it')
  const [resource] = (await server?.resources()) ?? []
  if (resource !== undefined) await server?.readResource(resource.uri)
  const [prompt] = (await server?.prompts()) ?? []
  if (prompt !== undefined) await server?.prompt(prompt.name)
}
await source.stop()
process.exit(failed ? 1 : 0)
