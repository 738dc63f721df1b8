import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runAutobot, withFolder } from '../run-autobot.ts'

/** Records what arrives and refuses it, so that nothing is sent twice. */
const bodies: Buffer[] = []
const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    bodies.push(Buffer.concat(chunks))
    response.writeHead(400, { 'content-type': 'application/json' })
    response.end('{"message":"Recorded.","error":{"message":"Recorded."}}')
  })
})
let address = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
  server.closeAllConnections()
})

const bedrock = 'bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const configOf = (base: string): string =>
  JSON.stringify({
    providers: {
      chat: { type: 'openai-chat', api_base: `${base}/v1`, api_key: 'test-key-123456' },
      answers: { type: 'openai-responses', api_base: `${base}/v1`, api_key: 'test-key-123456' },
      messages: { type: 'anthropic-messages', api_base: base, api_key: 'test-key-123456' },
      google: { type: 'gemini', api_base: `${base}/v1beta`, api_key: 'test-key-123456' },
      bedrock: {
        endpoint: base,
        region: 'eu-central-1',
        access_key_id: 'AKIAEXAMPLE123456',
        secret_access_key: 'secret-access-key-123456',
      },
    },
  })

describe.each(['chat/m', 'answers/m', 'messages/m', 'google/m', bedrock])('%s', (model) => {
  it('explain is, byte for byte, the body that is sent', () =>
    withFolder({ 'config.yml': configOf(address), 'notes.txt': 'low tide' }, async (cwd) => {
      // Tools, a system prompt, a file, a setting: all that makes a body.
      await mkdir(join(cwd, 'workspace'))
      await writeFile(join(cwd, 'workspace', 'AGENTS.md'), 'Be brief: äöü “quotes” 満潮.')
      const words = ['-m', 'Hello\n"there" 満潮', '-a', 'notes.txt', '--model', model]
      const before = bodies.length
      const explained = await runAutobot(['explain', ...words, '--body'], { cwd })
      expect(explained.status, explained.stderr).toBe(0)
      expect(bodies).toHaveLength(before)
      const sent = await runAutobot(['agent', ...words], { cwd })
      expect(sent.status).toBe(1)
      expect(bodies.length).toBeGreaterThan(before)
      expect(explained.stdout).toBe(String(bodies[before]))
      expect(explained.stdout).toContain('満潮')
      const json = await runAutobot(['explain', ...words, '--json'], { cwd })
      expect((JSON.parse(json.stdout) as { bodyText: string }).bodyText).toBe(explained.stdout)
    }))
})

it('shows the tools, an estimate, and where the credentials come from, but not them', () =>
  withFolder({}, async (cwd) => {
    await mkdir(join(cwd, 'workspace'))
    const env = { OPENAI_API_KEY: 'openai-key-123456' }
    const run = await runAutobot(['explain', '-m', 'hi', '--model', 'openai/gpt-5'], { cwd, env })
    expect(run.stdout).toMatch(/^Credentials {2}OPENAI_API_KEY$/m)
    expect(run.stdout).toMatch(/^Input {8}about [\d,]+ tokens, about \$\d/m)
    expect(run.stdout).toMatch(/^Tools {8}read_file, write_file/m)
    expect(run.stdout).not.toContain('openai-key')
  }))
