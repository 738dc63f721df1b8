/** One line of the comparison: a model, and how its provider reaches the stand-in service. */
export interface Row {
  readonly model: string
  /** The provider's configuration block for the stand-in service at `url`. */
  readonly standIn: (url: string) => Readonly<Record<string, string>>
  /** Variables that hold credentials for `--live`: one set has to be complete. */
  readonly credentials: readonly (readonly string[])[]
}

/** The first row is what the others are compared with. */
export const rows: readonly Row[] = [
  {
    model: 'openai/gpt-4o-mini',
    standIn: (url) => ({ apiKey: 'stand-in', apiBase: `${url}/v1` }),
    credentials: [['OPENAI_API_KEY']],
  },
  {
    model: 'bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    standIn: (url) => ({
      accessKeyId: 'stand-in',
      secretAccessKey: 'stand-in',
      region: 'us-east-1',
      endpoint: url,
    }),
    credentials: [
      ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
      ['AWS_PROFILE'],
      ['AWS_BEARER_TOKEN_BEDROCK'],
      ['AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_ROLE_ARN'],
      ['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'],
      ['AWS_CONTAINER_CREDENTIALS_FULL_URI'],
    ],
  },
  {
    model: 'anthropic/claude-sonnet-4-5',
    standIn: (url) => ({ apiKey: 'stand-in', apiBase: url }),
    credentials: [['ANTHROPIC_API_KEY']],
  },
  {
    model: 'openai-responses/gpt-4o-mini',
    standIn: (url) => ({ apiKey: 'stand-in', apiBase: `${url}/v1` }),
    credentials: [['OPENAI_API_KEY']],
  },
  {
    model: 'gemini/gemini-2.5-flash',
    standIn: (url) => ({ apiKey: 'stand-in', apiBase: `${url}/v1beta` }),
    credentials: [['GEMINI_API_KEY'], ['GOOGLE_API_KEY']],
  },
]
