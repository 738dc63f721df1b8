import { createAgent, type ConfigError, type Plugin } from '@autobot/core'
import { anthropic } from '@autobot/provider-http/anthropic'
import { openai } from '@autobot/provider-http/openai'
import { openaiResponses } from '@autobot/provider-http/openai-responses'
import { build, type Metafile } from 'esbuild'
import { describe, expect, test } from 'vitest'
import { vendorFiles } from '../scripts/vendor-list.mjs'
import { http } from '../src/index.ts'
import type { Vendor } from '../src/vendor.ts'
import { events, serve } from './support/server.ts'

const hello = events(
  { id: '1', choices: [{ delta: { content: 'Hello' } }] },
  { choices: [{ delta: {}, finish_reason: 'stop' }] },
  '[DONE]',
)
const helloOfResponses = events(
  { type: 'response.output_text.delta', item_id: 'm', output_index: 0, delta: 'Hello' },
  { type: 'response.completed', response: { id: 'r', status: 'completed', output: [] } },
)

function ask(model: string, plugins: readonly Plugin[], secrets: Record<string, string> = {}) {
  const agent = createAgent({ model, plugins, host: { secret: (name) => secrets[name] } })
  return agent.run('hi')
}

test.each(vendorFiles)('%s is an entry, which exports its vendor by its name', async (file) => {
  const exported = Object.entries(
    (await import(`../src/providers/${file}.ts`)) as Record<string, Vendor>,
  )
  const name = file.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
  expect(exported.map(([key]) => key)).toEqual([name])
  const [[, vendor] = []] = exported
  expect(vendor?.spec.prefix).toBe(file)
  expect((await vendor?.way(vendor.spec.wire))?.wire.name).toBe(vendor?.spec.wire)
  const { registry } = createAgent({ model: `${file}/m`, plugins: vendor ? [vendor()] : [] })
  expect(registry.prefixes).toEqual([file])
})

describe('a plugin of one vendor', () => {
  test('answers with a key of its configuration, or of the environment', async () => {
    const { url, seen } = await serve(hello)
    const plugin = openai({ apiKey: 'mine', apiBase: `${url}/v1` })
    expect((await ask('openai/gpt-4.1', [plugin])).text).toBe('Hello')
    const secrets = { OPENAI_API_KEY: 'of-the-shell', OPENAI_BASE_URL: `${url}/v1` }
    expect((await ask('openai/gpt-4.1', [openai()], secrets)).text).toBe('Hello')
    expect(seen.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer mine',
      'Bearer of-the-shell',
    ])
  })

  test('speaks the other wires that its vendor has', async () => {
    const { url, seen } = await serve(helloOfResponses)
    const config = { apiKey: 'k', apiBase: `${url}/v1` }
    const other = openai({ ...config, type: 'openai-responses' })
    expect((await ask('openai/gpt-4.1', [other])).text).toBe('Hello')
    expect((await ask('openai-responses/gpt-4.1', [openaiResponses(config)])).text).toBe('Hello')
    expect(seen.map(({ url: path }) => path)).toEqual(['/v1/responses', '/v1/responses'])
  })

  test('names http() where a type asks for a wire that it does not hold', async () => {
    const plugin = openai({ apiKey: 'k', type: 'gemini' })
    const error = (await ask('openai/gpt-4.1', [plugin]).catch((thrown: unknown) => thrown)) as
      | ConfigError
      | undefined
    expect(error).toMatchObject({
      code: 'config',
      path: 'providers.openai.type',
      hint: expect.stringContaining('http()'),
    })
    expect(error?.message).toContain('gemini')
  })

  test('does not know the prefixes of others, which have plugins of their own', async () => {
    const two = [openai({ apiKey: 'k' }), anthropic({ apiKey: 'k' })]
    await expect(ask('groq/llama', two)).rejects.toThrow(/groq.*anthropic, openai/s)
    expect(() => createAgent({ model: 'openai/m', plugins: [openai(), http()] })).toThrow(
      /@autobot\/provider-http\/openai and @autobot\/provider-http both bring .*"openai"/,
    )
  })
})

describe('a bundle of one vendor', () => {
  test('holds no other vendor, and at first no wire, no failure and no tool', async () => {
    const { metafile } = await build({
      stdin: {
        contents: `import { createAgent } from '@autobot/core'
import { openai } from '@autobot/provider-http/openai'
createAgent({ model: 'openai/gpt-4.1', plugins: [openai()] })`,
        resolveDir: import.meta.dirname,
      },
      bundle: true,
      write: false,
      splitting: true,
      minify: true,
      format: 'esm',
      platform: 'node',
      outdir: 'out',
      metafile: true,
      conditions: ['@autobot/source'],
    })
    const held = Object.keys(metafile.inputs).join('\n')
    expect(held.match(/src\/providers\/[\w-]+/g)).toEqual(['src/providers/openai'])
    expect(held).not.toMatch(/wire\/(anthropic|gemini)/)
    const first = filesOf('out/stdin.js', metafile)
    expect(first).toMatch(/create-agent/)
    expect(first).not.toMatch(
      /prepare\/schema|tools\/execute|wire\/openai|transport\/(classify|errors)/,
    )
  })
})

/** The sources whose code is loaded with an output, by static imports. */
function filesOf(start: string, { outputs }: Metafile): string {
  const seen = new Set<string>()
  const visit = (name: string): void => {
    if (seen.has(name)) return
    seen.add(name)
    for (const { kind, path } of outputs[name]?.imports ?? []) {
      if (kind === 'import-statement') visit(path)
    }
  }
  visit(start)
  const inputs = [...seen].flatMap((name) => Object.entries(outputs[name]?.inputs ?? {}))
  return inputs.flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])).join('\n')
}
