// An MCP server that misbehaves as MODE says. Written by hand, without an SDK, to be free to.
import { spawn } from 'node:child_process'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

const mode = process.env.MODE ?? ''
const say = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
const note = (text) => process.env.LOG && appendFileSync(process.env.LOG, `${text}\n`)
let pages = 0
let running = 0
let most = 0
const asked = new Map()
const schema = { type: 'object', properties: { text: { type: 'string' } } }
const text = (value, more = {}) => ({ content: [{ type: 'text', text: value }], ...more })
const good = ['echo', 'crash', 'silent', 'progress', 'rpcerror', 'odd', 'empty', 'environment']
note(`start ${process.pid}`)

if (mode === 'dead') process.stdin.resume()
if (mode === 'slow') await new Promise((resolve) => setTimeout(resolve, Number(process.env.SLOW)))
if (mode === 'exits') {
  process.stderr.write(`cannot start with ${process.env.TOKEN}\n`)
  process.exit(3)
}
if (mode === 'noise') process.stdout.write('Welcome!\n{"not": "a message"}\n[1, 2\n')
if (mode === 'flood')
  for (let i = 0; i < 40; i++) process.stderr.write('x'.repeat(256 * 1024) + '\n')
if (mode === 'stubborn') {
  process.on('SIGTERM', () => undefined)
  setInterval(() => undefined, 1000)
  const script = 'process.on("SIGTERM", () => 0); setInterval(() => 0, 1000)'
  const child = spawn(process.execPath, ['-e', script, import.meta.filename], { stdio: 'inherit' })
  note(`child ${child.pid}`)
}
/** Another list, as long as the file CHANGES holds one: tools by name. */
const changed = () => {
  const path = process.env.CHANGES
  return path && existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
}
const listed = () => {
  const other = changed()
  if (other) return other.map((tool) => ({ inputSchema: schema, ...tool }))
  const tools = good.map((name) => ({ name, description: `Does ${name}.`, inputSchema: schema }))
  if (mode !== 'malformed') return tools
  return [
    { name: 'bare' },
    { inputSchema: schema },
    'nothing',
    { name: 'list', inputSchema: { type: 'array' } },
    {
      name: 'nullable',
      inputSchema: { type: ['object', 'null'] },
      annotations: 'yes',
      description: 7,
    },
    ...tools,
  ]
}

async function call(id, name, input, meta) {
  note(`call ${name}`)
  if (name === 'large') return say({ id, result: text('é'.repeat(input.megabytes * 500_000)) })
  if (name === 'once') {
    // Dies in the middle of the first call that it ever gets.
    if (existsSync(process.env.ONCE)) return say({ id, result: text('second time') })
    appendFileSync(process.env.ONCE, 'x')
    process.exit(1)
  }
  if (name === 'page') {
    if (pages++ > 0) return say({ id, result: text('agreed') })
    const elicitations = [
      { mode: 'url', message: 'Pay', url: 'https://pay.example/', elicitationId: 'e' },
    ]
    return say({ id, error: { code: -32042, message: 'see a page', data: { elicitations } } })
  }
  if (name === 'person') {
    asked.set('ask-1', id)
    const requestedSchema = { type: 'object', properties: { name: { type: 'string' } } }
    return say({
      id: 'ask-1',
      method: 'elicitation/create',
      params: { message: 'Who?', requestedSchema },
    })
  }
  if (name === 'busy') {
    running++
    most = Math.max(most, running)
    await new Promise((resolve) => setTimeout(resolve, 50))
    running--
    return say({ id, result: text(String(most)) })
  }
  if (name === 'list-changed') {
    for (let i = 0; i < 200; i++) say({ method: 'notifications/tools/list_changed' })
    return say({ id, result: text('') })
  }
  if (name === 'echo') return say({ id, result: text(String(input?.text)) })
  if (name === 'crash') process.exit(7)
  if (name === 'silent') return undefined
  if (name === 'rpcerror') return say({ id, error: { code: -32603, message: 'no luck' } })
  if (name === 'empty') return say({ id, result: { isError: true } })
  if (name === 'environment') return say({ id, result: text(JSON.stringify(process.env)) })
  if (name === 'odd') {
    const content = [{ type: 'hologram' }, { type: 'image', data: '%%%', mimeType: 'image/png' }]
    return say({ id, result: { content: [...content, { type: 'text', text: 'still here' }] } })
  }
  for (let step = 1; step <= 6; step++) {
    const params = {
      progressToken: meta?.progressToken,
      progress: step,
      total: 6,
      message: `step ${step}`,
    }
    say({ method: 'notifications/progress', params })
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return say({ id, result: text('done') })
}

if (mode !== 'dead') {
  createInterface({ input: process.stdin }).on('line', (line) => {
    const { id, method, params, result } = JSON.parse(line)
    if (asked.has(id)) say({ id: asked.get(id), result: text(JSON.stringify(result)) })
    if (method === undefined) return
    if (mode === 'exits-on-probe' && method === 'server/discover') process.exit(1)
    if (method === 'initialize') {
      const protocolVersion = process.env.PROTOCOL ?? params.protocolVersion
      const capabilities = { tools: { listChanged: true } }
      say({
        id,
        result: { protocolVersion, capabilities, serverInfo: { name: 'bad', version: '1' } },
      })
    } else if (method === 'tools/list') {
      note('list')
      if (mode === 'endless') say({ id, result: { tools: listed(), nextCursor: 'again' } })
      else say({ id, result: { tools: listed() } })
    } else if (method === 'tools/call') void call(id, params.name, params.arguments, params._meta)
    else if (method === 'notifications/cancelled') note(`cancelled ${params.reason}`)
    else if (id !== undefined) say({ id, error: { code: -32601, message: 'unknown method' } })
  })
}
