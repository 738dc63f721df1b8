import type { ConfigNode } from './config-node.ts'
import { toolsBlock } from './tools-schema.ts'

const text: ConfigNode = { type: 'string' }
const texts: ConfigNode = { type: 'array', items: text }
const textMap: ConfigNode = { type: 'object', additionalProperties: text }

const absent = (node: ConfigNode, what: string): ConfigNode => ({ ...node, 'x-absent': what })

const modelRef: ConfigNode = {
  type: 'string',
  pattern: '^[^/\\s]+/\\S+$',
  examples: ['openai/gpt-5'],
}

/** A block of a provider that speaks HTTP. */
const httpBlock: ConfigNode = {
  type: 'object',
  properties: {
    type: {
      type: 'string',
      enum: ['openai-chat', 'openai-responses', 'anthropic-messages', 'gemini'],
      description: 'The wire, for a prefix of your own.',
    },
    api_key: { type: 'string', examples: ['${OPENAI_API_KEY}'] },
    api_base: absent(
      { type: 'string', pattern: '^https?://', examples: ['http://localhost:8000/v1'] },
      "the provider's own address",
    ),
    extra_headers: { type: 'object', additionalProperties: absent(text, 'no such header') },
    organization: absent(text, 'none'),
    project: absent(text, 'none'),
    timeout_seconds: absent({ type: 'number', minimum: 0, examples: [300] }, "the provider's own"),
    client: {
      type: 'string',
      enum: ['fetch', 'openai'],
      description: 'What sends requests of the OpenAI wires; openai needs the package openai.',
    },
  },
  additionalProperties: true,
}

const chain = 'the AWS default chain'
const bedrockBlock: ConfigNode = {
  type: 'object',
  properties: {
    access_key_id: absent(text, chain),
    secret_access_key: absent(text, chain),
    session_token: absent(text, 'none'),
    api_key: absent(text, chain),
    region: absent(
      { type: 'string', examples: ['eu-central-1'] },
      "us-east-1 (or AWS_DEFAULT_REGION, or the profile's)",
    ),
    profile: absent(text, chain),
    endpoint: absent(
      { type: 'string', pattern: '^https?://', examples: ['http://127.0.0.1:4010'] },
      "the region's own address",
    ),
    guardrail_id: absent(text, 'no guardrail'),
    guardrail_version: absent(text, 'no guardrail'),
    family: absent(text, 'what the model id says'),
    timeout_seconds: absent({ type: 'number', minimum: 0, examples: [300] }, "the provider's own"),
  },
  additionalProperties: true,
}

const mcpServer: ConfigNode = {
  type: 'object',
  properties: {
    command: { type: 'string', examples: ['npx'] },
    args: texts,
    env: textMap,
    cwd: text,
    tools: texts,
    type: text,
    url: { type: 'string', pattern: '^https?://', examples: ['https://example.com/mcp'] },
    headers: textMap,
    enabled: { type: 'boolean' },
  },
  additionalProperties: true,
}

/** What `config.yml` may hold. */
export const configSchema: ConfigNode = {
  type: 'object',
  properties: {
    agents: {
      type: 'object',
      properties: {
        defaults: {
          type: 'object',
          properties: {
            model: modelRef,
            max_tokens: absent(
              { type: 'integer', minimum: 1, examples: [8192] },
              "the provider's own limit",
            ),
            temperature: absent(
              { type: 'number', minimum: 0, maximum: 2, examples: [0.7] },
              "the model's own",
            ),
            max_tool_iterations: absent({ type: 'integer', minimum: 1, examples: [20] }, '20'),
            workspace: absent({ type: 'string', examples: ['./workspace'] }, './workspace'),
            fallback: absent(
              { type: 'array', items: modelRef, examples: [['openai/gpt-5']] },
              'none',
            ),
            max_cost_usd: absent({ type: 'number', minimum: 0, examples: [1] }, 'no limit'),
          },
        },
      },
    },
    providers: {
      type: 'object',
      properties: { bedrock: bedrockBlock },
      additionalProperties: httpBlock,
    },
    plugins: {
      type: 'array',
      items: { type: 'string', anyOf: [{ type: 'object', additionalProperties: true }] },
      anyOf: [{ type: 'object', additionalProperties: true }],
      examples: [['autobot-provider-acme']],
    },
    tools: toolsBlock,
    mcp: {
      type: 'object',
      properties: {
        servers: { type: 'object', additionalProperties: mcpServer },
        files: { ...texts, examples: [['~/.cursor/mcp.json']] },
        wait_ms: { type: 'integer', minimum: 0, examples: [15000] },
      },
    },
  },
}

/** The node that describes a path; undefined where the schema says nothing. */
export function nodeAt(path: readonly (string | number)[]): ConfigNode | undefined {
  let node: ConfigNode | undefined = configSchema
  for (const key of path) {
    if (node === undefined) return undefined
    const other: ConfigNode | true | undefined = node.additionalProperties
    node =
      typeof key === 'number'
        ? node.items
        : (node.properties?.[key] ?? (other === true ? undefined : other))
  }
  return node
}
