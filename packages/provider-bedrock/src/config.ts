import { configSchema } from '@autobot/core/provider'
import type { StandardSchema } from '@autobot/core/provider'

/** Every field is optional: what is absent comes from the environment and the AWS files. */
export interface BedrockConfig {
  readonly accessKeyId?: string
  readonly secretAccessKey?: string
  /** Of temporary credentials. */
  readonly sessionToken?: string
  /** A Bedrock API key, sent as bearer token. */
  readonly apiKey?: string
  /** Default: `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile's, `us-east-1`. */
  readonly region?: string
  /** A profile of the AWS files. */
  readonly profile?: string
  /** Where the runtime answers, instead of AWS's own address of the region. */
  readonly endpoint?: string
  readonly guardrailId?: string
  /** `1`, `DRAFT`; without it a guardrail is off. */
  readonly guardrailVersion?: string
  /** `sync` holds text back until it was looked at; `async` sends it at once. Default `sync`. */
  readonly guardrailStreamMode?: 'sync' | 'async'
  /**
   * What an ARN of an application's inference profile or of provisioned throughput stands for: a
   * family (`claude`, `nova`) or a model id (`anthropic.claude-sonnet-4-5-20250929-v1:0`).
   */
  readonly family?: string
  /** Longest silence of the service. Default: core's. */
  readonly timeoutSeconds?: number
}

const text = (description: string): { type: 'string'; description: string } => ({
  type: 'string',
  description,
})

export const bedrockConfigSchema: StandardSchema<unknown, BedrockConfig> =
  configSchema<BedrockConfig>({
    type: 'object',
    properties: {
      accessKeyId: text('AWS access key id.'),
      secretAccessKey: text('AWS secret access key.'),
      sessionToken: text('Session token of temporary credentials.'),
      apiKey: text('Bedrock API key, used instead of access keys.'),
      region: text('AWS region, such as eu-central-1.'),
      profile: text('Profile of ~/.aws/config or ~/.aws/credentials.'),
      endpoint: text('Address of the Bedrock runtime; default: that of the region.'),
      guardrailId: text('Guardrail; needs guardrail_version too.'),
      guardrailVersion: text('Version of the guardrail.'),
      guardrailStreamMode: {
        enum: ['sync', 'async'],
        description: 'Whether text waits for the guardrail.',
      },
      family: text('Family or model id that an ARN stands for.'),
      timeoutSeconds: { type: 'number', description: 'Longest silence, in seconds.' },
    },
  })

export const bedrockEnvironment: readonly string[] = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_BEARER_TOKEN_BEDROCK',
  'AWS_PROFILE',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_ENDPOINT_URL_BEDROCK_RUNTIME',
]

/** A text that is there: neither blank nor a `${VARIABLE}` that nothing was put in for. */
export function present(value: string | undefined): string | undefined {
  const trimmed = value?.trim() ?? ''
  return trimmed === '' || /^\$\{[^}]*\}$/.test(trimmed) ? undefined : trimmed
}
