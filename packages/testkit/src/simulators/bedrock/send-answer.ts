import type { ServerResponse } from 'node:http'
import { constants } from 'node:http2'
import type { Http2ServerResponse } from 'node:http2'
import type { BedrockAnswer } from './answer.ts'
import { streamedAnswer, wholeAnswer } from './answer.ts'
import type { BedrockRefusal } from './refusal.ts'

/** Either protocol; both have the same members here. */
export type SimulatedResponse = ServerResponse | Http2ServerResponse

export function sendRefusal(
  response: SimulatedResponse,
  { status, type, message }: BedrockRefusal,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const body = JSON.stringify({ message })
  head(response, status, {
    'content-type': 'application/json',
    'x-amzn-errortype': `${type}:http://internal.amazon.com/coral/com.amazon.bedrock/`,
    'x-amzn-requestid': requestId,
    ...headers,
  })
  write(response, Buffer.from(body), true)
}

export function sendAnswer(
  response: SimulatedResponse,
  answer: BedrockAnswer,
  streaming: boolean,
  requestId: string,
): void {
  const pieces =
    answer.raw === undefined
      ? streaming
        ? streamedAnswer(answer)
        : [wholeAnswer(answer)]
      : [Buffer.from(answer.raw)]
  const whole = Buffer.concat(pieces)
  head(response, 200, {
    'content-type': streaming ? 'application/vnd.amazon.eventstream' : 'application/json',
    'x-amzn-requestid': requestId,
  })
  const { damage } = answer
  if (damage?.kind === 'flip') {
    const at = damage.bit >> 3
    whole[at] = (whole[at] ?? 0) ^ (1 << (damage.bit & 7))
  }
  const short =
    damage?.kind === 'cut' || damage?.kind === 'reset' || damage?.kind === 'stall'
      ? whole.subarray(0, bytesUntil(damage, pieces))
      : whole
  const size = answer.pieces ?? Math.max(short.length, 1)
  const writes: Buffer[] = []
  for (let at = 0; at < short.length; at += size) writes.push(short.subarray(at, at + size))
  sendPieces(response, writes, () => {
    if (damage?.kind === 'stall') return
    if (damage?.kind !== 'reset') response.end()
    else if ('stream' in response) response.stream.close(constants.NGHTTP2_INTERNAL_ERROR)
    else response.destroy()
  })
}

function bytesUntil(
  place:
    | { readonly afterBytes: number }
    | { readonly find: (pieces: readonly Uint8Array[]) => number },
  pieces: readonly Uint8Array[],
): number {
  if ('afterBytes' in place) return place.afterBytes
  const count = place.find(pieces)
  const whole = Math.floor(count)
  const part = (pieces[whole]?.length ?? 0) * (count - whole)
  return Buffer.concat(pieces.slice(0, whole)).length + Math.ceil(part)
}

/** One turn of the event loop between pieces: they arrive apart. */
function sendPieces(
  response: SimulatedResponse,
  [first, ...rest]: readonly Buffer[],
  done: () => void,
): void {
  if (first === undefined) done()
  else write(response, first, false, () => setImmediate(() => sendPieces(response, rest, done)))
}

function head(
  response: SimulatedResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  response.statusCode = status
}

function write(
  response: SimulatedResponse,
  bytes: Buffer,
  last: boolean,
  then: () => void = () => undefined,
): void {
  // The two protocols declare `write` in ways that do not join.
  const out = response as ServerResponse
  if (last) out.end(bytes)
  else out.write(bytes, then)
}
