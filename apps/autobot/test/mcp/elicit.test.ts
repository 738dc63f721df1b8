import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, it, onTestFinished } from 'vitest'
import { formField } from '../../src/mcp/form-field.ts'
import { runAutobot } from '../run-autobot.ts'
import { keys, openTerminal, type Terminal } from '../terminal.ts'

const server = fileURLToPath(new URL('../fixtures/asking-server.mjs', import.meta.url))
let open: Terminal | undefined
afterEach(() => {
  open?.kill()
  open = undefined
})

async function folder(): Promise<string> {
  const cwd = await mkdtemp(join(tmpdir(), 'autobot-elicit-'))
  onTestFinished(() => rm(cwd, { recursive: true, force: true }))
  const servers = { port: { command: process.execPath, args: [server] } }
  await writeFile(join(cwd, 'config.yml'), JSON.stringify({ mcp: { servers } }))
  return cwd
}

it('asks the person at the terminal what a server wants to know, field by field', async () => {
  open = openTerminal(['mcp', 'call', 'mcp_port_ask'], { cwd: await folder(), columns: 120 })
  await open.shows(/The MCP server port asks you:\s+About the \[31mtide/)
  await open.shows('Answer it? [y]es, [N]o:')
  open.type(`y${keys.enter}`)
  await open.shows('Your name:')
  open.type(`A${keys.enter}`)
  await open.shows('At least 2 letters.')
  open.type(`Ada${keys.enter}`)
  await open.shows('tide - which one (1 low, 2 high):')
  open.type(`2${keys.enter}`)
  await open.shows('metres (number; default 3):')
  open.type(keys.enter)
  await open.shows('sure (yes or no):')
  open.type(`yes${keys.enter}`)
  expect(await open.ended).toBe(0)
  expect(open.text().replaceAll('\n', '')).toContain(
    'heard {"action":"accept","content":{"name":"Ada","tide":"high","metres":3,"sure":true}}',
  )
})

it.each(['ask', 'page'])('tells a server that the person does not want to: %s', async (name) => {
  open = openTerminal(['mcp', 'call', `mcp_port_${name}`], { cwd: await folder(), columns: 120 })
  if (name === 'page') await open.shows(/a page of sign\.example:\s+https:\/\/sign\.example\/x/)
  await open.shows('[y]es, [N]o:')
  open.type(keys.enter)
  expect(await open.ended).toBe(0)
  expect(open.text()).toContain('heard {"action":"decline"}')
})

it('lets a server know that nobody is there', async () => {
  const run = await runAutobot(['mcp', 'call', 'mcp_port_ask'], { cwd: await folder() })
  expect(run).toMatchObject({ status: 0, stdout: 'nobody is there\n' })
})

it.each([
  [{ type: 'integer', minimum: 1 }, '1.5', 'It is not a whole number.'],
  [{ type: 'integer', minimum: 1 }, '0', 'At least 1.'],
  [{ type: 'integer' }, '7', 7],
  [{ type: 'boolean' }, 'perhaps', 'Answer yes or no.'],
  [{ type: 'string', format: 'email' }, 'x', 'It is no email.'],
  [{ type: 'string', enum: ['a', 'b'] }, 'c', 'Answer with a number from 1 to 2.'],
  [{ type: 'string', oneOf: [{ const: 'r', title: 'Red' }] }, 'red', 'r'],
  [{ type: 'array', items: { enum: ['a', 'b'] } }, '2, a', ['b', 'a']],
  [{ type: 'array', items: { enum: ['a', 'b'] }, maxItems: 1 }, '1,2', 'At most 1.'],
  [{ type: 'string' }, '', 'It needs an answer.'],
])('reads %j from "%s"', (schema, answer, expected) => {
  const read = formField('x', schema, true).read(answer)
  expect('problem' in read ? read.problem : read.value).toEqual(expected)
})

it('lets what is not required be left empty', () => {
  expect(formField('x', { type: 'number' }, false).read(' ')).toEqual({})
})
