import type { AuthMemory, StoredTokens } from './record.ts'

type Fetch = typeof globalThis.fetch

/**
 * A refresh token that rotates is good for one use: when several calls, or several processes,
 * meet an expired token at once, one of them refreshes and the others get what it got.
 */
export function refreshOnce(fetch: Fetch, memory: AuthMemory): Fetch {
  const running = new Map<string, Promise<Response>>()

  const refresh = (key: string, used: string, send: () => Promise<Response>): Promise<Response> => {
    const work = memory.exclusively(async () => {
      const stored = await memory.tokens()
      // Someone else has been here since the caller read its token.
      if (stored?.refresh_token !== undefined && stored.refresh_token !== used)
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

  return async (input, init) => {
    const body = init?.body instanceof URLSearchParams ? init.body : undefined
    const used = body?.get('grant_type') === 'refresh_token' ? body.get('refresh_token') : null
    if (used === null || used === undefined) return fetch(input, init)
    const key = `${String(input)} ${used}`
    const response = await (running.get(key) ?? refresh(key, used, () => fetch(input, init)))
    return response.clone()
  }
}

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
