// A program that owns a server and a busy call, for the tests of how programs end.
import { mcpSource } from '../../src/index.ts'

const [, , how = '', ...args] = process.argv
const env = process.env['MODE'] === undefined ? {} : { MODE: process.env['MODE'] }
const source = mcpSource({ servers: { x: { command: process.execPath, args, env } } }, () => ({
  fetch: globalThis.fetch,
  secret: (name) => process.env[name],
  log: () => undefined,
  now: () => Date.now(),
  random: () => 0,
}))
const tools = await source.tools({})
process.stdout.write(`ready ${tools.length}\n`)
if (how === 'exit') process.exit(0)
if (how === 'throw') throw new Error('unhandled')
