import { isIP } from 'node:net'
import { ToolError, type Plugin } from '@autobot/core/provider'
import { addressProblem, hostProblem } from './check-address.ts'
import { pageText } from './page-text.ts'
import { toolPlugin } from './tool-plugin.ts'
import { theWeb, type Web, type WebAnswer } from './web-request.ts'

interface FetchInput {
  readonly url: string
  readonly max_chars?: number
}

const maxRedirects = 5
/** Milliseconds for all of it, redirects included. */
const patience = 10_000

/** Pages of the public web as text; nothing of this machine or its network. */
export function webFetch(web: Web = theWeb): Plugin {
  return toolPlugin('web_fetch', 'Fetches a page of the public web and returns its text.', () => ({
    inputSchema: {
      type: 'object',
      properties: {
        url: { type: 'string', description: 'http or https.' },
        max_chars: { type: 'integer', minimum: 100, description: 'Default 20000.' },
      },
      required: ['url'],
      additionalProperties: false,
    },
    readOnly: true,
    async execute(input: FetchInput, { signal }) {
      const late = AbortSignal.timeout(patience)
      const { url, answer } = await follow(input.url, web, AbortSignal.any([signal, late]))
      if (answer.status >= 400) throw new ToolError(`HTTP ${answer.status} from ${url.href}`)
      const text = pageText(answer.body, answer.mediaType)
      const limit = Math.max(100, input.max_chars ?? 20_000)
      const cut = text.length > limit ? `(truncated to ${limit} chars)\n` : ''
      return `[${url.href}]\n${cut}${text.slice(0, limit)}`
    },
  }))
}

async function follow(
  first: string,
  web: Web,
  signal: AbortSignal,
): Promise<{ url: URL; answer: WebAnswer }> {
  let next = first
  for (let hop = 0; hop <= maxRedirects; hop += 1) {
    const { url, address, problem } = await check(next, web)
    if (problem !== undefined) {
      throw new ToolError(
        hop === 0
          ? `URL validation failed: ${problem}`
          : `Redirect blocked: URL validation failed: ${problem}`,
      )
    }
    const answer = await web.get(url, address, signal).catch((error: Error) => {
      const why = signal.aborted ? 'no answer in time' : error.message
      throw new ToolError(`${url.href} cannot be fetched: ${why}`, { cause: error })
    })
    if (answer.status < 300 || answer.status >= 400 || answer.location === undefined)
      return { url, answer }
    // As it is written, so that an address in disguise is still seen.
    next = /^[a-z][a-z0-9+.-]*:/i.test(answer.location.trim())
      ? answer.location
      : new URL(answer.location, url).href
  }
  throw new ToolError(`Too many redirects (${maxRedirects})`)
}

type Checked =
  | { readonly url: URL; readonly address: string; readonly problem?: undefined }
  | { readonly url?: undefined; readonly address?: undefined; readonly problem: string }

/** Every address that the name has must be a public one; one of them is then connected to. */
async function check(text: string, web: Web): Promise<Checked> {
  if (!URL.canParse(text)) return { problem: 'Invalid URL' }
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return { problem: 'Only http/https allowed' }
  if (url.username !== '' || url.password !== '')
    return { problem: 'User names and passwords in URLs are not allowed' }
  const disguised = hostProblem(text)
  if (disguised !== undefined) return { problem: `SSRF validation failed: ${disguised}` }
  const host = url.hostname.replace(/^\[|\]$/g, '')
  let addresses: readonly string[]
  try {
    addresses = isIP(host) > 0 ? [host] : await web.addresses(host)
  } catch {
    return { problem: `The host ${host} is not known` }
  }
  const bad = addresses.map(addressProblem).find((problem) => problem !== undefined)
  if (bad !== undefined) return { problem: `SSRF validation failed: ${bad}` }
  const [address] = addresses
  return address === undefined ? { problem: `The host ${host} is not known` } : { url, address }
}
