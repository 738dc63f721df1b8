import { ConfigError, ProviderError } from '@autobot/core/provider'

export function credentialsError(error: unknown, label: string): ProviderError {
  const message = error instanceof Error ? error.message : String(error)
  return new ProviderError(`AWS credentials (${label}) could not be read: ${message}`, {
    code: 'auth',
    provider: 'bedrock',
    hint: /sso|token is expired/i.test(message)
      ? 'Run "aws sso login" for the profile.'
      : 'Check the profile in ~/.aws/config and ~/.aws/credentials, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    cause: error,
  })
}

export function missingCredentials(cause: unknown): unknown {
  const reason = ProviderError.is(cause) && cause.cause instanceof Error ? cause.cause.message : ''
  // A default profile that exists but does not work is told as it is.
  if (reason !== '' && !/could not load credentials from any providers/i.test(reason)) return cause
  return new ConfigError('Bedrock has no AWS credentials.', {
    path: 'providers.bedrock.access_key_id',
    hint: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (or AWS_BEARER_TOKEN_BEDROCK), or write providers.bedrock.access_key_id and secret_access_key, or name a profile of ~/.aws in providers.bedrock.profile.',
    cause,
  })
}
