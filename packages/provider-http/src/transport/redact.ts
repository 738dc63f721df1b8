const shapes =
  /\b(?:sk|gsk|xai|hf|r8|pk|rk|csk|fw|ghp|gho|github_pat|AIza|AKIA)[-_]?[A-Za-z0-9*._-]{12,}|(?<=Bearer\s)[^\s"',]+/g

/** Takes known secrets, and what looks like a key, out of a text for people. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text
  for (const secret of secrets) {
    if (secret.length >= 4) clean = clean.replaceAll(secret, '[redacted]')
  }
  return clean.replace(shapes, '[redacted]')
}
