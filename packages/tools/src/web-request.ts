import { lookup } from 'node:dns/promises'
import * as http from 'node:http'
import * as https from 'node:https'

export interface WebAnswer {
  readonly status: number
  readonly location: string | undefined
  readonly mediaType: string
  readonly body: string
}

/** The web as web_fetch sees it. */
export interface Web {
  /** Every address of a name. */
  addresses(host: string): Promise<readonly string[]>
  /** Asks the server at this very address, whatever the name means a moment later. */
  get(url: URL, address: string, signal: AbortSignal): Promise<WebAnswer>
}

/** Bytes; what follows is not read. */
const maxBytes = 2_000_000

export const theWeb: Web = Object.freeze({
  addresses: async (host: string) =>
    (await lookup(host, { all: true })).map(({ address }) => address),
  get: (url: URL, address: string, signal: AbortSignal) =>
    new Promise<WebAnswer>((resolve, reject) => {
      const family = address.includes(':') ? 6 : 4
      const { request } = url.protocol === 'https:' ? https : http
      const outgoing = request(
        url,
        {
          signal,
          // The name stays in the Host header and in the certificate's check.
          lookup: (_name, options, found) => {
            if (options.all === true) found(null, [{ address, family }])
            else found(null, address, family)
          },
          agent: false,
          headers: {
            accept: 'text/html, application/json, text/*;q=0.9, */*;q=0.1',
            'accept-encoding': 'identity',
            'user-agent': 'autobot (+web_fetch)',
          },
        },
        (response) => {
          const chunks: Buffer[] = []
          let size = 0
          const done = (): void => {
            response.destroy()
            resolve({
              status: response.statusCode ?? 0,
              location: response.headers.location,
              mediaType: response.headers['content-type'] ?? '',
              body: Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8'),
            })
          }
          response.on('data', (chunk: Buffer) => {
            chunks.push(chunk)
            size += chunk.length
            if (size >= maxBytes) done()
          })
          response.on('end', done)
          response.on('error', reject)
        },
      )
      outgoing.on('error', reject)
      outgoing.end()
    }),
})
