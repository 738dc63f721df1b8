import { nearest } from '../config/nearest.ts'
import { UsageError } from '../usage-error.ts'
import { choices, type Choice } from './choices.ts'
import type { LocalServer } from './find-local-servers.ts'

/** What setup was told: everything that is written follows from it. */
export interface Answers {
  /** With prefix. */
  readonly model: string
  readonly prefix: string
  /** Fields of the provider's block, with `${NAME}` where a variable holds the value. */
  readonly block: Readonly<Record<string, string>>
  /** Lines of `.env`; an empty one is to be filled in later. */
  readonly dotenv: Readonly<Record<string, string>>
  /** What is still missing. */
  readonly missing?: string
}

export interface SetupFlags {
  readonly provider?: string
  readonly model?: string
  readonly region?: string
  readonly profile?: string
  readonly apiKeyEnv?: string
  readonly apiBase?: string
  readonly yes?: boolean
}

export type Environment = Readonly<Record<string, string | undefined>>

const isSet = (environment: Environment, name: string | undefined): boolean =>
  name !== undefined && (environment[name] ?? '') !== ''

/** The choices whose credentials are there already. */
export function foundInEnvironment(environment: Environment): readonly Choice[] {
  return choices.filter(({ kind, variable }) =>
    kind === 'aws'
      ? isSet(environment, 'AWS_ACCESS_KEY_ID') ||
        isSet(environment, 'AWS_PROFILE') ||
        isSet(environment, 'AWS_BEARER_TOKEN_BEDROCK')
      : isSet(environment, variable),
  )
}

/** Answers without a question: what was typed, else what was found, else the usual. */
export function answersFromFlags(
  flags: SetupFlags,
  environment: Environment,
  servers: readonly LocalServer[],
): Answers {
  const typed = flags.provider ?? prefixOf(flags.model)
  const choice =
    typed === undefined
      ? (foundInEnvironment(environment)[0] ?? servers[0]?.choice ?? choices[0])
      : choices.find(({ prefix }) => prefix === typed)
  if (choice === undefined) return ownServer(typed ?? '', flags)
  const server = servers.find((each) => each.choice === choice)
  const model = modelOf(flags.model, choice, server)
  if (choice.kind === 'aws') return awsAnswers(model, flags, environment)
  if (choice.kind === 'local') {
    const address = flags.apiBase ?? server?.address ?? choice.address ?? ''
    return { model, prefix: choice.prefix, block: { api_base: address }, dotenv: {} }
  }
  const variable = flags.apiKeyEnv ?? choice.variable ?? ''
  return keyAnswers(choice.prefix, model, variable, isSet(environment, variable) ? undefined : '')
}

/** @param key undefined: the environment holds it; '': it is to be filled in later. */
export function keyAnswers(
  prefix: string,
  model: string,
  variable: string,
  key: string | undefined,
): Answers {
  return {
    model,
    prefix,
    block: { api_key: `\${${variable}}` },
    dotenv: key === undefined ? {} : { [variable]: key },
    ...(key === '' && { missing: `No API key provided. Add ${variable} to .env later.` }),
  }
}

function awsAnswers(model: string, flags: SetupFlags, environment: Environment): Answers {
  const region = flags.region ?? environment['AWS_REGION'] ?? 'us-east-1'
  const block: Record<string, string> = { region }
  // Without anything here the AWS chain is used: profiles, single sign-on, roles, and refreshed.
  if (flags.profile !== undefined) block['profile'] = flags.profile
  if (flags.apiKeyEnv !== undefined) block['api_key'] = `\${${flags.apiKeyEnv}}`
  else if (flags.profile === undefined && isSet(environment, 'AWS_ACCESS_KEY_ID')) {
    Object.assign(block, accessKeyFields(isSet(environment, 'AWS_SESSION_TOKEN')))
  }
  return { model, prefix: 'bedrock', block, dotenv: {} }
}

export function accessKeyFields(session: boolean): Readonly<Record<string, string>> {
  return {
    access_key_id: '${AWS_ACCESS_KEY_ID}',
    secret_access_key: '${AWS_SECRET_ACCESS_KEY}',
    ...(session && { session_token: '${AWS_SESSION_TOKEN}' }),
  }
}

/** A prefix of the user's own needs an address; anything else is a slip. */
function ownServer(prefix: string, flags: SetupFlags): Answers {
  if (flags.apiBase !== undefined && flags.model !== undefined && /^[a-z0-9][\w-]*$/.test(prefix)) {
    const key = flags.apiKeyEnv
    return {
      model: withPrefix(flags.model, prefix),
      prefix,
      block: {
        type: 'openai-chat',
        api_base: flags.apiBase,
        ...(key !== undefined && { api_key: `\${${key}}` }),
      },
      dotenv: {},
    }
  }
  const known = choices.map((choice) => choice.prefix)
  const meant = nearest(prefix, known)
  throw new UsageError(
    `Setup knows no provider "${prefix}".${meant === undefined ? '' : ` Did you mean "${meant}"?`}`,
    `Write --provider with one of ${known.join(', ')}; for a server of your own add --api-base and --model.`,
  )
}

function modelOf(
  typed: string | undefined,
  choice: Choice,
  server: LocalServer | undefined,
): string {
  const model = typed ?? server?.models[0] ?? choice.model
  if (model !== '') return withPrefix(model, choice.prefix)
  throw new UsageError(
    `${choice.name} does not answer, so its models are not known.`,
    'Start it, or name one with --model.',
  )
}

function withPrefix(model: string, prefix: string): string {
  return model.startsWith(`${prefix}/`) ? model : `${prefix}/${model}`
}

function prefixOf(model: string | undefined): string | undefined {
  const slash = model?.indexOf('/') ?? -1
  return slash > 0 ? model?.slice(0, slash) : undefined
}
