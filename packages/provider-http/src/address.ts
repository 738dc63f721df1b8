import { ConfigError, type ProviderHost } from '@autobot/core/provider'
import type { HttpProviderConfig } from './config.ts'
import type { VendorSpec } from './vendor/spec.ts'

export interface Address {
  /** Without a slash at the end, a query, a name and a password. */
  readonly baseUrl: string
  /** '' or what stands behind each path, with its question mark. */
  readonly query: string
  /** Of a name and a password in the URL, which no client sends. */
  readonly authorization?: string
  readonly secrets: readonly string[]
}

/** Configuration wins over the environment, and both over the table. */
export function addressOf(
  spec: VendorSpec,
  config: HttpProviderConfig,
  host: ProviderHost,
): Address {
  const path = `providers.${spec.prefix}.api_base`
  const url = parse(found(spec, config, host, path), spec.prefix, path)
  const { username, password, searchParams, search } = url
  const basic = username === '' ? undefined : userinfo(username, password)
  const keys = [...searchParams].flatMap(([name, value]) =>
    /key|token|sig|secret|auth|pass/i.test(name) && value !== ''
      ? [value, encodeURIComponent(value)]
      : [],
  )
  return {
    baseUrl: `${url.origin}${pathOf(url, spec)}`,
    query: search,
    ...(basic !== undefined && { authorization: basic.header }),
    secrets: [...keys, ...(basic?.secrets ?? [])],
  }
}

function found(
  spec: VendorSpec,
  config: HttpProviderConfig,
  host: ProviderHost,
  path: string,
): string {
  let url = config.apiBase
  for (const name of spec.baseUrlEnvironment ?? []) url ??= host.secret(name)
  const resource = spec.resource && host.secret(spec.resource.environment)
  if (resource !== undefined) url ??= spec.resource?.baseUrl.replace('{}', resource)
  url ??= spec.baseUrl
  if (url !== undefined && url !== '') return url.trim()
  const [variable] = spec.baseUrlEnvironment ?? []
  throw new ConfigError(`No base URL for ${spec.prefix}.`, {
    path,
    hint:
      variable === undefined
        ? `Write ${path} in config.yml.`
        : `Set ${variable} or write ${path} in config.yml.`,
  })
}

function parse(text: string, prefix: string, path: string): URL {
  if (URL.canParse(text) && /^https?:/i.test(text)) return new URL(text)
  // What stands before an `@` may be a password.
  const shown = text.replace(/^.*@/, '…@')
  throw new ConfigError(`The base URL "${shown}" of ${prefix} is not an http URL.`, {
    path,
    hint: 'Write it in full, with https:// or http://.',
  })
}

/** The path before those of the wire, which some write into the base URL too. */
function pathOf(url: URL, spec: VendorSpec): string {
  const path = url.pathname
    .replace(/\/+$/, '')
    .replace(/\/(chat\/completions|responses|messages)$/, '')
  if (path === '') return spec.basePath ?? ''
  return spec.wire === 'anthropic-messages' ? path.replace(/\/v1$/, '') : path
}

function userinfo(username: string, password: string) {
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  const encoded = btoa(String.fromCharCode(...new TextEncoder().encode(pair)))
  const secrets = [password, decodeURIComponent(password), encoded].filter((one) => one !== '')
  return { header: `Basic ${encoded}`, secrets }
}
