// An MCP server that breaks the protocol itself as MODE says. Written by hand, to be free to.
import { appendFileSync, closeSync } from 'node:fs'
import { createInterface } from 'node:readline'

const [mode = '', amount = '0'] = (process.env.MODE ?? '').split(':')
const count = Number(amount)
const write = (text) => process.stdout.write(text)
const wire = (message) => JSON.stringify({ jsonrpc: '2.0', ...message })
const say = (message) => write(`${wire(message)}\n`)
const note = (text) => process.env.LOG && appendFileSync(process.env.LOG, `${text}\n`)
const text = (value, more = {}) => ({ content: [{ type: 'text', text: value }], ...more })
const schema = { type: 'object', properties: { text: { type: 'string' } } }
const echo = { name: 'echo', description: 'Says it again.', inputSchema: schema }
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
let held

const nested = (depth) => {
  let value = { type: 'string' }
  for (let level = 0; level < depth; level++) value = { type: 'object', properties: { a: value } }
  return value
}
/** Lists with one tool that is not as it should be; `echo` is always beside it. */
const odd = {
  'no-schema': [{ name: 'odd' }],
  'null-schema': [{ name: 'odd', inputSchema: null }],
  'no-type': [{ name: 'odd', inputSchema: { properties: {} } }],
  'any-of-root': [{ name: 'odd', inputSchema: { anyOf: [schema, { type: 'object' }] } }],
  'array-schema': [{ name: 'odd', inputSchema: { type: 'array' } }],
  'numeric-description': [{ name: 'odd', description: 7, inputSchema: schema }],
  'annotation-text': [{ name: 'odd', annotations: 'yes', inputSchema: schema }],
  'no-name': [{ inputSchema: schema }],
  'array-output': [{ name: 'odd', inputSchema: schema, outputSchema: { type: 'array' } }],
  'same-name': [echo, { ...echo, description: 'Another one.' }],
  'remote-ref': [
    { name: 'odd', inputSchema: { type: 'object', properties: { a: { $ref: process.env.REF } } } },
  ],
  'ref-cycle': [
    {
      name: 'odd',
      inputSchema: {
        type: 'object',
        properties: { a: { $ref: '#/$defs/a' } },
        $defs: { a: { type: 'object', properties: { a: { $ref: '#/$defs/a' } } } },
      },
    },
  ],
  deep: [{ name: 'odd', inputSchema: nested(70) }],
  wide: [{ name: 'odd', inputSchema: { type: 'object', description: 'x'.repeat(300_000) } }],
  bottomless: [{ name: 'odd', inputSchema: schema, annotations: nested(2) }],
  'long-name': [
    { name: 'a'.repeat(200), inputSchema: schema },
    { name: `${'a'.repeat(199)}b`, inputSchema: schema },
    { name: 'Ünïcode/слово.x', inputSchema: schema },
    { name: '../../etc/passwd; rm -rf', inputSchema: schema },
  ],
  escapes: [
    { name: 'odd', description: '\u001b[31mred\u001b[0m\u202e hid\u200bden', inputSchema: schema },
  ],
  outputs: ['no-struct', 'bad-struct', 'error-struct', 'good-struct'].map((name) => ({
    name,
    inputSchema: schema,
    outputSchema: {
      type: 'object',
      properties: { n: { type: 'number' } },
      required: ['n'],
    },
  })),
}

function list(id, cursor) {
  note('list')
  const page = Number(cursor ?? 0)
  const tool = { ...echo, name: `tool_${page}` }
  if (mode === 'pages') {
    if (page + 1 >= count) return say({ id, result: { tools: [tool] } })
    return say({ id, result: { tools: [tool], nextCursor: String(page + 1) } })
  }
  if (mode === 'loop-cursor') {
    const nextCursor = String((page + 1) % 3)
    return say({ id, result: { tools: [tool], nextCursor } })
  }
  if (mode === 'endless')
    return say({ id, result: { tools: [tool], nextCursor: String(page + 1) } })
  if (mode === 'many') {
    const tools = Array.from({ length: count }, (_, at) => ({ ...echo, name: `tool_${at}` }))
    return say({ id, result: { tools } })
  }
  if (mode === 'broken-page' || mode === 'silent-page' || mode === 'slow-pages') {
    if (mode === 'slow-pages')
      return void pause(count).then(() =>
        say({ id, result: { tools: [tool], nextCursor: String(page + 1) } }),
      )
    if (page === 0) return say({ id, result: { tools: [echo], nextCursor: '1' } })
    return mode === 'silent-page' ? undefined : say({ id, error: { code: -32603, message: 'no' } })
  }
  if (mode === 'not-a-list') return say({ id, result: { tools: 'none' } })
  say({ id, result: { tools: [...(odd[mode] ?? []), ...(mode === 'same-name' ? [] : [echo])] } })
  if (mode === 'storm') {
    for (let at = 0; at < 200; at++) say({ method: 'notifications/tools/list_changed' })
  }
}

async function call(id, name, input) {
  note(`call ${name}`)
  const result = text(String(input.text))
  if (mode === 'wrong-id') return say({ id: id + 1000, result })
  if (mode === 'text-id') return say({ id: String(id), result })
  if (mode === 'null-id') return say({ id: null, error: { code: -32700, message: 'what?' } })
  if (mode === 'twice') return [say({ id, result }), say({ id, result: text('again') })]
  if (mode === 'both') return say({ id, result, error: { code: 1, message: 'both' } })
  if (mode === 'neither') return say({ id })
  if (mode === 'late') {
    held ??= id
    if (held === id) return undefined
    say({ id: held, result: text('late') })
    return say({ id, result })
  }
  if (mode === 'bytes') {
    const line = Buffer.from(`${wire({ id, result })}\n`)
    for (const byte of line) {
      write(Buffer.from([byte]))
      await pause(0)
    }
    return undefined
  }
  if (mode === 'crlf') return write(`\r\n${wire({ id, result })}\r\n`)
  if (mode === 'batch') return write(`[${wire({ id, result })}]\n`)
  if (mode === 'invalid-utf8') {
    const [before, after] = wire({ id, result: text('a|b') }).split('|')
    return write(
      Buffer.concat([Buffer.from(before), Buffer.from([0xff, 0xc3]), Buffer.from(`${after}\n`)]),
    )
  }
  if (mode === 'half') return process.stdout.write('{"jsonrpc":"2.0","id":', () => process.exit(1))
  if (mode === 'garbage') {
    write(Buffer.from([0, 1, 2, 255, 10]))
    write(
      '{"jsonrpc":"2.0"}\n{"jsonrpc":"2.0","method":7}\n[]\nnull\n"x"\n{"jsonrpc":"1.0","id":[]}\n',
    )
    return say({ id, result })
  }
  if (mode === 'closes-output') return closeSync(1)
  if (mode === 'asks') {
    for (const method of ['sampling/createMessage', 'roots/list', 'elicitation/create', 'nonsense'])
      say({ id, method, params: {} })
    say({ id: 'p', method: 'ping' })
    return setTimeout(() => say({ id, result }), 100)
  }
  if (mode === 'bottomless-result') {
    const depth = 100_000
    return write(
      `{"jsonrpc":"2.0","id":${id},"result":{"content":[{"type":"text","text":"deep"}],"structuredContent":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}}\n`,
    )
  }
  if (mode === 'prototype') {
    return write(
      `{"jsonrpc":"2.0","id":${id},"result":{"content":[],"structuredContent":{"__proto__":{"polluted":true},"a":1}}}\n`,
    )
  }
  if (mode === 'not-a-result') return say({ id, result: input.text === 'null' ? null : 'text' })
  if (name === 'no-struct') return say({ id, result: text('n is 1') })
  if (name === 'bad-struct')
    return say({ id, result: text('n is one', { structuredContent: { n: 'one' } }) })
  if (name === 'error-struct') return say({ id, result: text('broke', { isError: true }) })
  if (name === 'good-struct')
    return say({ id, result: text('n is 1', { structuredContent: { n: 1 } }) })
  return say({ id, result })
}

note(`start ${process.pid}`)
// Alive, and deaf.
if (mode === 'hangs-at-start') setInterval(() => undefined, 1000)
const lines = mode === 'hangs-at-start' ? undefined : createInterface({ input: process.stdin })
lines?.on('line', (line) => {
  const { id, method, params } = JSON.parse(line)
  if (method === 'initialize') {
    if (mode === 'no-handshake') return
    const capabilities = mode === 'no-capability' ? {} : { tools: { listChanged: true } }
    const serverInfo = { name: 'worse', version: '1' }
    say({ id, result: { protocolVersion: params.protocolVersion, capabilities, serverInfo } })
    if (mode === 'leaves-after-handshake') setTimeout(() => process.exit(0), 10)
  } else if (method === 'tools/list') {
    list(id, params?.cursor)
    if (mode === 'closes-input') setTimeout(() => process.stdin.destroy(), 50)
  } else if (method === 'tools/call') void call(id, params.name, params.arguments ?? {})
  else if (method === 'notifications/cancelled') {
    note('cancelled')
    if (mode === 'answers-cancelled') say({ id: params.requestId, result: text('too late') })
  } else if (method !== undefined && id !== undefined) {
    say({ id, error: { code: -32601, message: 'unknown method' } })
  }
})
// It lives on without its input.
if (mode === 'closes-input') setInterval(() => undefined, 1000)
