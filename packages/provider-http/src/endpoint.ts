import { ConfigError, type ProviderHost } from '@autobot/core/provider'
import { addressOf } from './address.ts'
import type { HttpProviderConfig } from './config.ts'
import type { AuthForm, VendorSpec } from './vendor/spec.ts'

/** Where requests go, and as whom. */
export interface Endpoint {
  readonly baseUrl: string
  /** What stands behind each path, with its question mark; '' as a rule. */
  readonly query: string
  readonly headers: Readonly<Record<string, string>>
  /** Where the key comes from; undefined where none is sent. */
  readonly credentials: string | undefined
  readonly secrets: readonly string[]
  /** Whether a header of that name may hold a secret. */
  readonly isSecret: (name: string) => boolean
}

/** Configuration wins over the environment, and both over the table. */
export function credentialsOf(
  spec: VendorSpec,
  config: HttpProviderConfig,
  host: ProviderHost,
): Endpoint {
  const { prefix } = spec
  const block = `providers.${prefix}`
  const variable = [...spec.keyEnvironment, ...(spec.tokenEnvironment ?? [])].find(
    (name) => host.secret(name) !== undefined,
  )
  const configured = config.apiKey === '' ? undefined : config.apiKey
  const credentials = configured !== undefined ? `${block}.api_key` : variable
  // A line break at the end comes of files that were read whole.
  const key = (configured ?? (variable === undefined ? undefined : host.secret(variable)))?.trim()
  if (key !== undefined && !/^[\x20-\x7e]*$/.test(key)) {
    throw new ConfigError(`The API key for ${prefix} holds a character that no key has.`, {
      path: `${block}.api_key`,
      hint: `Look at ${credentials ?? block}: a line break, a quotation mark of a text program, …`,
    })
  }
  const extra = lowerCased(config.extraHeaders ?? {})
  const isToken =
    configured === undefined && variable !== undefined && !spec.keyEnvironment.includes(variable)
  const auth = isToken ? 'bearer' : (spec.auth ?? 'bearer')
  const address = addressOf(spec, config, host)
  // A name and a password in the URL, as for a server behind a gateway of one's own.
  const fromUrl = address.authorization
  const hasOwnAuth =
    extra['authorization'] !== undefined || extra[auth] !== undefined || fromUrl !== undefined
  if (key === undefined && spec.key !== 'optional' && !hasOwnAuth) {
    const [name] = spec.keyEnvironment
    throw new ConfigError(`No API key for ${prefix}.`, {
      path: `${block}.api_key`,
      hint:
        name === undefined
          ? `Write ${block}.api_key in config.yml.`
          : `Set ${name} or write ${block}.api_key in config.yml.`,
    })
  }
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'autobot',
    ...spec.headers,
    ...(fromUrl !== undefined && { authorization: fromUrl }),
    ...(key !== undefined && authHeader(auth, key)),
    ...(config.organization !== undefined && { 'openai-organization': config.organization }),
    ...(config.project !== undefined && { 'openai-project': config.project }),
    ...extra,
  }
  const isSecret = (name: string): boolean => /auth|key|token|cookie|secret/i.test(name)
  const secrets = [
    ...(key === undefined ? [] : [key]),
    ...address.secrets,
    ...Object.entries(extra).flatMap(([name, value]) =>
      isSecret(name) ? [value, value.replace(/^\w+ /, '')] : [],
    ),
  ]
  return {
    baseUrl: address.baseUrl,
    query: address.query,
    headers,
    credentials: credentials ?? ownAuth(block, hasOwnAuth, fromUrl),
    secrets,
    isSecret,
  }
}

/** Behind a path, which may have a query of its own. */
export function withQuery(path: string, { query }: Pick<Endpoint, 'query'>): string {
  return query === '' || !path.includes('?') ? `${path}${query}` : `${path}&${query.slice(1)}`
}

function ownAuth(block: string, has: boolean, fromUrl: string | undefined): string | undefined {
  if (!has) return undefined
  return fromUrl === undefined ? `${block}.extra_headers` : `${block}.api_base`
}

function authHeader(form: AuthForm, key: string): Readonly<Record<string, string>> {
  return form === 'bearer' ? { authorization: `Bearer ${key}` } : { [form]: key }
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  )
}
