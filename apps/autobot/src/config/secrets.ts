/** Names of variables and fields whose values are secret. */
export function isSecretName(name: string): boolean {
  return (
    /key|token|secret|password|passwd|credential|authorization/i.test(name) &&
    !/(_file|_url|_uri|_path|_dir|_tokens|_seconds|_env)$/i.test(name)
  )
}

/** The secrets that a configuration holds: keys and tokens, and the values of headers. */
export function secretsOf(value: unknown, inHeaders = false): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]): readonly string[] => {
    if (typeof item === 'string') return inHeaders || isSecretName(key) ? [item] : []
    return secretsOf(item, key.endsWith('headers'))
  })
}
