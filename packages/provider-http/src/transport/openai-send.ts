import type { Outgoing, Send } from './send.ts'

type Client = typeof import('openai/client').OpenAI

/** Not a literal where it is imported: a bundler would ask for it from everyone. */
const packageName: string = 'openai/client'

/** Sends with OpenAI's own client, for applications that ask for it; rejects if they have not installed it. */
export async function openaiSend(): Promise<Send> {
  const { OpenAI } = (await import(packageName)) as { OpenAI: Client }
  return (outgoing, fetch) => send(OpenAI, outgoing, fetch)
}

/**
 * Its retries, its log and what it takes from the environment are off; of the headers only those
 * pass that the provider decided, so that a variable meant for one server never reaches another.
 */
async function send(
  OpenAI: Client,
  outgoing: Outgoing,
  fetch: typeof globalThis.fetch,
): Promise<Response> {
  const { headers, signal } = outgoing
  let answer: Response | undefined
  let failure: unknown
  const client = new OpenAI({
    apiKey: bearer(headers) ?? 'unused',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    baseURL: outgoing.baseUrl,
    maxRetries: 0,
    logLevel: 'off',
    defaultHeaders: headers,
    // Timeouts belong to the provider and to core.
    timeout: 2 ** 31 - 1,
    dangerouslyAllowBrowser: true,
    fetch: async (url, init) => {
      const made = new Headers(init?.headers)
      const allowed = Object.keys(headers).map((name): [string, string] => [
        name,
        made.get(name) ?? headers[name] ?? '',
      ])
      try {
        answer = await fetch(url, {
          ...init,
          headers: Object.fromEntries(allowed),
          signal,
          redirect: 'manual',
        })
      } catch (error) {
        failure = error
        throw error
      }
      // The body of a refusal stays unread here: the client would keep only a part of it.
      return answer.ok ? answer : new Response(null, { status: answer.status })
    },
  })
  const { body } = outgoing
  const options = { headers, signal, ...(body !== undefined && { body: JSON.stringify(body) }) }
  try {
    await (
      outgoing.method === 'GET'
        ? client.get(outgoing.path, options)
        : client.post(outgoing.path, options)
    ).asResponse()
  } catch (error) {
    if (answer === undefined) throw failure ?? error
  }
  if (answer === undefined) throw new TypeError('the request was not sent')
  return answer
}

function bearer(headers: Readonly<Record<string, string>>): string | undefined {
  return /^Bearer (.+)$/.exec(headers['authorization'] ?? '')?.[1]
}
