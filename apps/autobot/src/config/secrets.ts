/** Names of variables and fields whose values are secret. */
export function isSecretName(name: string): boolean {
  return (
    /key|token|secret|password|passwd|credential|authorization/i.test(name) &&
    !/(_file|_url|_uri|_path|_dir|_tokens|_seconds|_env)$/i.test(name)
  )
}

/** Keys that are known by their looks, wherever they stand. */
const patterns: readonly RegExp[] = [
  /\bsk-ant-[\w-]{16,}/,
  /\bsk-or-[\w-]{16,}/,
  /\bsk-[\w-]{20,}/,
  /\bxox[baprs]-[\w-]{10,}/,
  /\bxapp-[\w-]{10,}/,
  /\b\d{8,10}:[\w-]{35}\b/,
  /\bAIza[\w-]{30,}/,
  /\bgsk_\w{20,}/,
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\bgh[pousr]_\w{30,}/,
]

/** Fields of a file whose value is a secret in plain text, as paths. */
export function plaintextSecrets(value: unknown, path = ''): readonly string[] {
  if (typeof value === 'string') {
    if (patterns.some((pattern) => pattern.test(value))) return [path]
    const field = path.split('.').at(-1) ?? ''
    const named = isSecretName(field) || /headers\.[^.]*$/.test(path)
    if (!value.includes('${') && urlSecrets(value).some((secret) => secret.length >= 8))
      return [path]
    return named && value.length >= 16 && !value.includes('${') ? [path] : []
  }
  if (typeof value !== 'object' || value === null) return []
  const inside = Object.entries(value).flatMap(([key, item]) =>
    plaintextSecrets(item, path === '' ? key : `${path}.${key}`),
  )
  const inArguments = argumentSecrets(value)
    .filter(({ secret }) => secret.length >= 16 && !secret.includes('${'))
    .map(({ index }) => `${path}.${index}`)
  return [...new Set([...inside, ...inArguments])]
}

/** Arguments of a command such as `--token=VALUE`, or `--token` and then the value. */
function argumentSecrets(
  value: object,
): readonly { readonly index: number; readonly secret: string }[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((item: unknown, index) => {
    if (typeof item !== 'string') return []
    const [, name = '', rest] = /^--?([\w-]+)(?:=(.+))?$/.exec(item) ?? []
    if (!isSecretName(name)) return []
    if (rest !== undefined) return [{ index, secret: rest }]
    const next: unknown = value[index + 1]
    return typeof next === 'string' && !next.startsWith('-')
      ? [{ index: index + 1, secret: next }]
      : []
  })
}

/** The password of an address, and what its query holds. */
function urlSecrets(text: string): readonly string[] {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || !URL.canParse(text)) return []
  const { password, searchParams } = new URL(text)
  return [
    password,
    decodeURIComponent(password),
    ...[...searchParams].flatMap(([name, value]) =>
      isSecretName(name) || /^(sig|signature|auth|code|jwt|pass|pwd|sas)$/i.test(name)
        ? [value]
        : [],
    ),
  ]
}

/** The secrets that a configuration holds: keys and tokens, headers, what servers are given. */
export function secretsOf(value: unknown, block = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  const secrets = Object.entries(value).flatMap(([key, item]): readonly string[] => {
    if (typeof item !== 'string') return secretsOf(item, key)
    const isSecret =
      block.endsWith('headers') || isSecretName(key) || (block === 'env' && isToken(item))
    return [...(isSecret ? secretParts(item) : []), ...urlSecrets(item)]
  })
  return [...secrets, ...argumentSecrets(value).map(({ secret }) => secret)]
}

/** A server's variable may have any name; what is neither a word nor a path is kept to oneself. */
function isToken(value: string): boolean {
  return /^[\w.+=-]{16,}$/.test(value) && /\d/.test(value) && /[a-z]/i.test(value)
}

/** "Bearer abc": the token alone is a secret, too. */
function secretParts(value: string): readonly string[] {
  return [value, ...value.split(/\s+/).filter((part) => part.length >= 12)]
}
