/** Takes configured values out of a text that goes to a log, a user or a model. */
export function redact(text: string, secrets: readonly string[]): string {
  let result = text
  for (const secret of secrets) result = result.replaceAll(secret, '[redacted]')
  return result
}
