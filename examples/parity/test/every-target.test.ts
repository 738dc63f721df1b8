import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRegistry, defaultHost, prepare, type Capabilities } from '@autobot/core'
import { knownModels, knownPrefixes } from '@autobot/models'
import { bedrock } from '@autobot/provider-bedrock'
import { http } from '@autobot/provider-http'
import { requestComplaints, schemaComplaints } from '@autobot/testkit'
import { request } from '../../../packages/core/test/prepare/arbitrary.ts'
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

const all = await targets()
/** Histories for each target; the figure of a release is 100 000. */
const runs = Number(process.env['AUTOBOT_TARGET_RUNS'] ?? 25)

describe(`${all.length} sets of facts that our providers declare`, () => {
  it('take any history, however broken', { timeout: 60_000 + runs * all.length * 5 }, () => {
    for (const target of all) {
      fc.assert(
        fc.property(request, (asked) => {
          const prepared = prepare(asked, target).request
          expect(requestComplaints(prepared, target.capabilities, target.prefix)).toEqual([])
        }),
        { numRuns: runs },
      )
    }
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
