import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/client'

type Wire = Readonly<Record<string, unknown>>

/**
 * The messages of one line: one, or several at once as revision 2025-03-26 allows; undefined when
 * it is none. An answer that the SDK would drop, so that its call waits for its time, becomes an
 * error at once.
 */
export function readMessages(
  line: string,
  isWaiting: (id: RequestId) => boolean,
): readonly JSONRPCMessage[] | undefined {
  let parsed: unknown
  try {
    parsed = JSON.parse(line)
  } catch {
    return undefined
  }
  const found = (Array.isArray(parsed) ? parsed : [parsed]).filter(isMessage)
  return found.length === 0 ? undefined : found.map((message) => mend(message, isWaiting))
}

function isMessage(value: unknown): value is Wire {
  return typeof value === 'object' && value !== null && 'jsonrpc' in value
}

function mend(message: Wire, isWaiting: (id: RequestId) => boolean): JSONRPCMessage {
  const { method, id, result, error } = message
  if (method !== undefined || id === undefined) return message as unknown as JSONRPCMessage
  const asNumber = typeof id === 'string' && id !== '' ? Number(id) : Number.NaN
  const known = (isWaiting(asNumber) ? asNumber : id) as RequestId
  const answer = (fields: object): JSONRPCMessage =>
    ({ jsonrpc: '2.0', id: known, ...fields }) as JSONRPCMessage
  if (typeof error === 'object' && error !== null) {
    const { code, message: text, data } = error as Wire
    const said = typeof text === 'string' ? text : 'the server did not say why'
    return answer({
      error: { code: Number.isInteger(code) ? code : -32603, message: said, data },
    })
  }
  const isResult = typeof result === 'object' && result !== null && !Array.isArray(result)
  if (isResult) return answer({ result })
  return answer({ error: { code: -32603, message: 'the answer of the server holds no result' } })
}
