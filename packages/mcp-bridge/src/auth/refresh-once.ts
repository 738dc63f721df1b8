import type { AuthMemory, StoredTokens } from './record.ts'

type Fetch = typeof globalThis.fetch

/**
 * A refresh token that rotates is good for one use: when several calls, or several processes,
 * meet an expired token at once, one of them refreshes and the others get what it got.
 */
export function refreshOnce(fetch: Fetch, memory: AuthMemory): Fetch {
  const running = new Map<string, Promise<Response>>()
  // Access tokens that the server did not take, the last ones.
  const refused = new Set<string>()

  const refresh = (key: string, used: string, send: () => Promise<Response>): Promise<Response> => {
    const work = memory.exclusively(async () => {
      const stored = await memory.tokens()
      // Someone else has been here since the caller read its token.
      if (stored?.refresh_token !== undefined && stored.refresh_token !== used)
        return answer(stored)
      // Or before that, but after its request had left: what is stored is newer than what was refused.
      if (stored !== undefined && refused.size > 0 && !refused.has(stored.access_token))
        return answer(stored)
      const response = await send()
      const body = await response.text()
      const again = new Response(body, { status: response.status, headers: response.headers })
      const fresh = response.ok ? readTokens(body) : undefined
      const issuer = stored?.issuer
      if (fresh !== undefined && issuer !== undefined) {
        // Saved before the others are let in: they must find the new token.
        await memory.change(issuer, (record) => ({
          ...record,
          tokens: { refresh_token: used, ...fresh, issuer },
        }))
      }
      return again
    })
    running.set(key, work)
    const clear = (): void => void running.delete(key)
    work.then(clear, clear)
    return work
  }

  const remember = (headers: RequestInit['headers']): void => {
    const token = /^Bearer (.+)$/i.exec(new Headers(headers).get('authorization') ?? '')?.[1]
    if (token !== undefined) refused.add(token)
    if (refused.size > mostRefused) refused.delete(refused.values().next().value ?? '')
  }

  return async (input, init) => {
    const body = init?.body instanceof URLSearchParams ? init.body : undefined
    const used = body?.get('grant_type') === 'refresh_token' ? body.get('refresh_token') : null
    if (used === null || used === undefined) {
      const response = await fetch(input, init)
      if (response.status === 401 || response.status === 403) remember(init?.headers)
      return response
    }
    const key = `${String(input)} ${used}`
    const response = await (running.get(key) ?? refresh(key, used, () => fetch(input, init)))
    return response.clone()
  }
}

const mostRefused = 16

function answer(tokens: StoredTokens): Response {
  return new Response(JSON.stringify({ ...tokens, issuer: undefined }), {
    headers: { 'content-type': 'application/json' },
  })
}

function readTokens(body: string): StoredTokens | undefined {
  try {
    const tokens = JSON.parse(body) as StoredTokens
    return typeof tokens?.access_token === 'string' ? tokens : undefined
  } catch {
    return undefined
  }
}
