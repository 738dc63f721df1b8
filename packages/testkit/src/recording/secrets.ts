export const redacted = 'REDACTED'

/** Headers whose values are secrets, whatever they are called elsewhere. */
const secretHeaders =
  /^(authorization|proxy-authorization|cookie|x-amz-security-token|.*api[-_]?key.*|.*token.*|.*secret.*)$/i
const secretParameters = /^(key|api[-_]?key|token|access[-_]?token|sig|signature|x-amz-.*)$/i

/** What keys look like; a fixture that holds one is not written. */
const looks: readonly (readonly [string, RegExp])[] = [
  ['an API key', /\b(sk|pk|rk|gsk|xai|hf|r8|fw|csk|tgp)[-_][A-Za-z0-9_-]{16,}/],
  ['an AWS access key id', /\b(AKIA|ASIA)[A-Z0-9]{16}\b/],
  ['a Google API key', /\bAIza[A-Za-z0-9_-]{30,}/],
  ['a token of GitHub', /\b(ghp|gho|ghs|github_pat)_[A-Za-z0-9_]{20,}/],
  ['a bearer token', /\bBearer\s+(?!REDACTED)[A-Za-z0-9._~+/-]{12,}/i],
  ['a JSON web token', /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\./],
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
]

/** Secrets that a request carries in its headers. */
export function secretsOf(headers: Headers): readonly string[] {
  return [...headers]
    .filter(([name]) => secretHeaders.test(name))
    .flatMap(([, value]) => value.split(/[\s,;=]+/))
    .filter((word) => word.length >= 8)
}

/** Each secret, in the spellings in which it may stand in a text, replaced. */
export function redactText(text: string, secrets: Iterable<string>): string {
  let out = text
  for (const spelling of spellings(secrets)) out = out.replaceAll(spelling, redacted)
  return out
}

/** A URL without the values of parameters that hold keys. */
export function redactUrl(url: string, secrets: Iterable<string>): string {
  const parsed = new URL(url)
  for (const name of [...parsed.searchParams.keys()]) {
    if (secretParameters.test(name)) parsed.searchParams.set(name, redacted)
  }
  return redactText(parsed.href, secrets)
}

/** What of a text must not be written to a file. */
export function findSecrets(text: string, secrets: Iterable<string>): readonly string[] {
  const known = spellings(secrets).some((spelling) => text.includes(spelling))
  return [
    ...(known ? ['a secret that was given'] : []),
    ...looks.flatMap(([what, pattern]) => (pattern.test(text) ? [what] : [])),
  ]
}

/** Longest first: one secret may be a part of another. */
function spellings(secrets: Iterable<string>): readonly string[] {
  return [...secrets]
    .filter((secret) => secret.length >= 6)
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString('base64').replaceAll('=', ''),
    ])
    .toSorted((a, b) => b.length - a.length)
}
