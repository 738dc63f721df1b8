import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createRegistry,
  defaultHost,
  prepare,
  type Capabilities,
  type Message,
} from '@autobot/core'
import { knownModels, knownPrefixes } from '@autobot/models'
import { bedrock } from '@autobot/provider-bedrock'
import { http } from '@autobot/provider-http'
import { requestComplaints, schemaComplaints } from '@autobot/testkit'
import { message, request } from '../../../packages/core/test/prepare/arbitrary.ts'
import { deepFreeze } from '../../../packages/core/test/prepare/deep-freeze.ts'
import { whole } from '../../../packages/core/test/prepare/whole.ts'
import { toolLists } from './tool-lists.ts'

interface Target {
  readonly prefix: string
  readonly model: string
  readonly capabilities: Capabilities
}

/** Every set of facts that our providers declare for known models, once. */
async function targets(): Promise<Target[]> {
  const registry = createRegistry({
    plugins: [
      http(),
      bedrock({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'x', region: 'us-east-1' }),
    ],
    host: defaultHost({ secret: () => 'https://example.com' }),
  })
  const found = new Map<string, Target>()
  for (const prefix of registry.prefixes) {
    const models = knownPrefixes.includes(prefix) ? knownModels(prefix) : []
    for (const model of [...models, 'some-model']) {
      const { capabilities } = await registry.resolve(`${prefix}/${model}`)
      const facts = JSON.stringify(capabilities)
      if (!found.has(facts)) found.set(facts, { prefix, model, capabilities })
    }
  }
  return [...found.values()]
}

/** Thought, text, two calls at once, one result with a picture and one that is an error. */
function conversationOf(provider: string, model: string): Message[] {
  const call = (id: string) => ({
    type: 'tool_call' as const,
    id,
    nativeId: `${provider}|${'x'.repeat(450)}|${id}`,
    name: 'mcp.files/read',
    input: { path: id },
    argumentsText: `{"path":"${id}"}`,
    providerMetadata: { [provider]: { signature: 'sealed' } },
  })
  const result = { type: 'tool_result' as const, toolName: 'mcp.files/read' }
  const picture = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1])
  return [
    { role: 'user', content: [{ type: 'text', text: 'Look at both.' }] },
    {
      role: 'assistant',
      provider,
      model,
      content: [
        {
          type: 'reasoning',
          text: 'hm',
          providerMetadata: { [provider]: { signature: 'sealed' } },
        },
        { type: 'text', text: 'I look.' },
        call('c1'),
        call('c2'),
      ],
    },
    {
      role: 'tool',
      content: [
        {
          ...result,
          toolCallId: 'c1',
          content: [
            { type: 'text', text: 'found it' },
            { type: 'file', mediaType: 'image/png', data: picture },
          ],
        },
        {
          ...result,
          toolCallId: 'c2',
          content: [{ type: 'text', text: 'no such file' }],
          isError: true,
        },
      ],
    },
    { role: 'assistant', provider, model, content: [{ type: 'text', text: 'Done.' }] },
    { role: 'user', content: [{ type: 'text', text: 'And now?' }] },
  ]
}

const all = await targets()
/** Histories for each target; the figure of a release is 100 000. */
const runs = Number(process.env['AUTOBOT_TARGET_RUNS'] ?? 25)
const seed = Number(process.env['AUTOBOT_TARGET_SEED'] ?? Date.now() % 2 ** 31)
const settings = { numRuns: runs, seed, endOnFailure: true }
const timeout = 60_000 + runs * all.length * 50
/** The generated histories are of `p/m` and of others: as own and as foreign ones of the target. */
const target = ({ capabilities }: Target) => ({ prefix: 'p', model: 'm', capabilities })

describe(`${all.length} sets of facts that our providers declare`, () => {
  it('take any history, however broken, and leave it as it is', { timeout }, () => {
    let prepared = 0
    fc.assert(
      fc.property(request, (asked) => {
        deepFreeze(asked)
        for (const each of all) {
          const legal = prepare(asked, target(each)).request
          const found = requestComplaints(legal, each.capabilities, 'p')
          if (found.length > 0) throw new Error(`${each.prefix}/${each.model}: ${found.join('; ')}`)
          prepared += 1
        }
      }),
      settings,
    )
    expect(prepared).toBe(runs * all.length)
  })

  it('HIS-14 get the same beginning when a history grows', { timeout }, () => {
    let compared = 0
    fc.assert(
      fc.property(fc.array(message, { maxLength: 6 }), fc.nat(), (broken, at) => {
        const history = whole(broken)
        // Requests are made when it is the model's turn, with all results there.
        const ends = history.flatMap(({ role }, end) => (role === 'assistant' ? [] : [end + 1]))
        const end = ends[at % ends.length]
        for (const each of all) {
          const long = prepare({ model: 'm', messages: history }, target(each)).request.messages
          const short = prepare({ model: 'm', messages: history.slice(0, end) }, target(each))
          const [last, before] = [short.request.messages.at(-1), short.request.messages.length - 1]
          const shared = JSON.stringify(short.request.messages.slice(0, before))
          expect(JSON.stringify(long.slice(0, before))).toBe(shared)
          // The last turn may get more parts: neighbours of one role become one message.
          const parts = long[before]?.content.slice(0, last?.content.length)
          expect(JSON.stringify(parts)).toBe(JSON.stringify(last?.content))
          compared += 1
        }
      }),
      settings,
    )
    expect(compared).toBe(runs * all.length)
  })

  it('HAN-01 take over a conversation from each of the others', { timeout: 120_000 }, () => {
    let pairs = 0
    for (const from of all) {
      const history = deepFreeze(conversationOf(from.prefix, from.model))
      for (const to of all) {
        const { request: legal, warnings } = prepare({ model: to.model, messages: history }, to)
        expect(requestComplaints(legal, to.capabilities, to.prefix)).toEqual([])
        const sent = JSON.stringify(legal.messages)
        for (const said of ['Look at both.', 'I look.', 'found it', 'no such file', 'And now?']) {
          expect(sent, `${from.prefix} to ${to.prefix}/${to.model}`).toContain(said)
        }
        if (from !== to && from.prefix !== to.prefix) expect(sent).not.toContain('sealed')
        expect(warnings.filter(({ code }) => code !== 'media_omitted')).toEqual([])
        pairs += 1
      }
    }
    expect(pairs).toBe(all.length ** 2)
  })

  it.skipIf(toolLists.length === 0)('take the tools of real servers', { timeout: 120_000 }, () => {
    let count = 0
    for (const { capabilities, model, prefix } of all) {
      if (capabilities.tools === 'none') continue
      for (const { file, tools } of toolLists) {
        const asked = { model, messages: [], tools }
        const facts = { ...capabilities, maxTools: tools.length }
        const prepared = prepare(asked, { prefix, model, capabilities: facts })
        const names = new Set(prepared.request.tools?.map(({ name }) => name))
        expect(names.size, file).toBe(new Set(tools.map(({ name }) => name)).size)
        for (const tool of prepared.request.tools ?? []) {
          expect(tools.map(({ name }) => name)).toContain(prepared.toolName(tool.name))
          expect(schemaComplaints(tool.inputSchema, capabilities.toolSchema ?? {}), file).toEqual(
            [],
          )
          count += 1
        }
      }
    }
    expect(count).toBeGreaterThan(1_000)
  })
})
