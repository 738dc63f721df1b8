import { ConfigError, type ProviderHost } from '@autobot/core/provider'
import type { HttpProviderConfig } from './config.ts'
import type { AuthForm, VendorSpec } from './vendor/spec.ts'

/** Where requests go, and as whom. */
export interface Endpoint {
  readonly baseUrl: string
  readonly headers: Readonly<Record<string, string>>
  /** Where the key comes from; undefined where none is sent. */
  readonly credentials: string | undefined
  readonly secrets: readonly string[]
  /** Headers for people: secrets are replaced. */
  shown(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>>
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
  const key = configured ?? (variable === undefined ? undefined : host.secret(variable))
  const credentials = configured !== undefined ? `${block}.api_key` : variable
  const extra = lowerCased(config.extraHeaders ?? {})
  const isToken =
    configured === undefined && variable !== undefined && !spec.keyEnvironment.includes(variable)
  const auth = isToken ? 'bearer' : (spec.auth ?? 'bearer')
  const hasOwnAuth = extra['authorization'] !== undefined || extra[auth] !== undefined
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
    ...spec.headers,
    ...(key !== undefined && authHeader(auth, key)),
    ...(config.organization !== undefined && { 'openai-organization': config.organization }),
    ...(config.project !== undefined && { 'openai-project': config.project }),
    ...extra,
  }
  const isSecret = (name: string): boolean => /auth|key|token|cookie|secret/i.test(name)
  const secrets = [
    ...(key === undefined ? [] : [key]),
    ...Object.entries(extra).flatMap(([name, value]) =>
      isSecret(name) ? [value, value.replace(/^\w+ /, '')] : [],
    ),
  ]
  return {
    baseUrl: baseUrl(spec, config, host),
    headers,
    credentials: credentials ?? (hasOwnAuth ? `${block}.extra_headers` : undefined),
    secrets,
    shown: (sent) =>
      Object.fromEntries(
        Object.entries(sent).map(([name, value]) => [name, isSecret(name) ? '[redacted]' : value]),
      ),
  }
}

function baseUrl(spec: VendorSpec, config: HttpProviderConfig, host: ProviderHost): string {
  const path = `providers.${spec.prefix}.api_base`
  let found = config.apiBase
  for (const name of spec.baseUrlEnvironment ?? []) found ??= host.secret(name)
  const resource = spec.resource && host.secret(spec.resource.environment)
  if (resource !== undefined) found ??= spec.resource?.baseUrl.replace('{}', resource)
  found ??= spec.baseUrl
  if (found === undefined || found === '') {
    const [variable] = spec.baseUrlEnvironment ?? []
    throw new ConfigError(`No base URL for ${spec.prefix}.`, {
      path,
      hint:
        variable === undefined
          ? `Write ${path} in config.yml.`
          : `Set ${variable} or write ${path} in config.yml.`,
    })
  }
  const trimmed = found.trim().replace(/\/+$/, '')
  if (!URL.canParse(trimmed) || !/^https?:/i.test(trimmed)) {
    throw new ConfigError(`The base URL "${trimmed}" of ${spec.prefix} is not an http URL.`, {
      path,
      hint: 'Write it in full, with https:// or http://.',
    })
  }
  const hasPath = new URL(trimmed).pathname !== '/'
  if (!hasPath) return `${trimmed}${spec.basePath ?? ''}`
  // This wire's paths begin with the version, which some write into the base URL too.
  return spec.wire === 'anthropic-messages' ? trimmed.replace(/\/v1$/, '') : trimmed
}

function authHeader(form: AuthForm, key: string): Readonly<Record<string, string>> {
  return form === 'bearer' ? { authorization: `Bearer ${key}` } : { [form]: key }
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  )
}
