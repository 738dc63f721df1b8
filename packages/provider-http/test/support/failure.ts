import { ProviderError, type ProviderHost } from '@autobot/core/provider'
import type { HttpProviderConfig } from '../../src/index.ts'
import { ask, context, drain, open } from './drain.ts'
import { serve } from './server.ts'

/** What a refusal with this status and body becomes. */
export async function failure(
  status: number,
  body: string,
  headers: Record<string, string> = {},
  prefix = 'openai',
) {
  const { url } = await serve((response) => {
    response.writeHead(status, headers)
    response.end(body)
  })
  return failureOf(url, prefix)
}

/** What the first request to a server becomes, when it fails. */
export async function failureOf(
  url: string,
  prefix = 'openai',
  host: Partial<ProviderHost> = {},
  config: HttpProviderConfig = {},
): Promise<ProviderError> {
  const given = { apiBase: url, apiKey: 'sk-secret-of-mine-1234', ...config }
  const provider = await open(prefix, given, host)
  const error: unknown = await drain(provider.stream(ask('hi', { model: 'm1' }), context)).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!ProviderError.is(error)) throw new Error(`not a ProviderError: ${String(error)}`)
  return error
}

export const errorBody = (error: object | string): string => JSON.stringify({ error })
