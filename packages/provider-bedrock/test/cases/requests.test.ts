import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ChatRequest, Message, ToolResultPart } from '@autobot/core'
import { calling, models, pdf, png, say, user } from '../calling.ts'
import type { Calling } from '../calling.ts'

let open: Calling
beforeEach(async () => {
  open = await calling()
})
afterEach(() => open.simulator.close())

const tools = [{ name: 'show', inputSchema: { type: 'object', properties: {} } }]
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const image = { image: { format: 'png', source: { bytes: base64(png) } } }
const document = (name: string): object => ({
  document: { format: 'pdf', name, source: { bytes: base64(pdf) } },
})
const film = new Uint8Array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
const picture = { type: 'file' as const, mediaType: 'image/png', data: png }
const paper = { type: 'file' as const, mediaType: 'application/pdf', data: pdf, name: 'Q3.pdf' }

function results(...parts: Omit<ToolResultPart, 'type' | 'toolCallId' | 'toolName'>[]): Message[] {
  return [
    say('Go.'),
    {
      role: 'assistant',
      content: parts.map((_part, at) => ({
        type: 'tool_call',
        id: `call${at}`,
        name: 'show',
        input: {},
        argumentsText: '{}',
      })),
    },
    {
      role: 'tool',
      content: parts.map((part, at) => ({
        type: 'tool_result',
        toolCallId: `call${at}`,
        toolName: 'show',
        ...part,
      })),
    },
  ]
}

describe('MED: files', () => {
  test.each([models.claude, models.nova, models.llama4, models.pixtral, models.hidden])(
    'MED-01 MED-04 BED-12: a picture and a PDF reach %s as their own bytes',
    async (model) => {
      const pool = Buffer.alloc(1000, 7)
      Buffer.from(png).copy(pool, 100)
      const data = new Uint8Array(pool.buffer, pool.byteOffset + 100, png.length)
      const family = model.startsWith('arn:') ? { family: 'claude' } : {}
      await open.simulator.close()
      open = await calling({ config: family })
      await open.ask({ model, messages: [user({ ...picture, data }, paper)] })
      const content = open.lastMessages()[0]?.content ?? []
      expect(content).toContainEqual(image)
      expect(content).toContainEqual(document('document-1'))
      expect(content.some((block) => 'text' in block)).toBe(true)
    },
  )

  test('MED-02: the bytes say what they are, not the label', async () => {
    await open.ask({
      model: models.claude,
      messages: [user({ type: 'text', text: 'x' }, { ...picture, mediaType: 'image/jpeg' })],
    })
    expect(open.lastMessages()[0]?.content).toContainEqual(image)
  })

  test('MED-03: any names become legal ones that stay when history grows', async () => {
    const names = [
      'Q3.report (final)__v2.pdf',
      'レポート.pdf',
      "a'b#c.pdf",
      'x'.repeat(300),
      'a.pdf',
    ]
    const first = user({ type: 'text', text: 'x' }, ...names.map((name) => ({ ...paper, name })))
    await open.ask({ model: models.claude, messages: [first] })
    const before = JSON.stringify(open.lastMessages()[0])
    const reply: Message = { role: 'assistant', content: [{ type: 'text', text: 'ok' }] }
    await open.ask({ model: models.claude, messages: [first, reply, user(paper)] })
    expect(JSON.stringify(open.lastMessages()[0])).toBe(before)
    expect(open.lastMessages()[2]?.content).toContainEqual(document('document-6'))
  })

  test.each([
    ['a picture', models.writer, picture],
    ['a picture', models.qwen, picture],
    ['video', models.claude, { type: 'file' as const, mediaType: 'video/mp4', data: film }],
    ['sound', models.nova, { type: 'file' as const, mediaType: 'audio/mpeg', data: film }],
  ])('MED-06: %s that %s cannot take is a note with a warning', async (_name, model, part) => {
    const { warnings } = await open.ask({
      model,
      messages: [user({ type: 'text', text: 'x' }, part)],
    })
    expect(warnings.length).toBeGreaterThan(0)
    expect(JSON.stringify(open.last())).not.toContain(base64(png))
    expect(JSON.stringify(open.last())).not.toContain(base64(film))
  })

  test('video for Nova, sound for Voxtral', async () => {
    const video = { type: 'file' as const, mediaType: 'video/mp4', data: film }
    await open.ask({ model: models.nova, messages: [user({ type: 'text', text: 'x' }, video)] })
    expect(open.lastMessages()[0]?.content).toContainEqual({
      video: { format: 'mp4', source: { bytes: base64(film) } },
    })
    const sound = { type: 'file' as const, mediaType: 'audio/mpeg', data: film }
    const voxtral = 'mistral.voxtral-small-24b-2507'
    await open.ask({ model: voxtral, messages: [user({ type: 'text', text: 'x' }, sound)] })
    expect(open.lastMessages()[0]?.content).toContainEqual({
      audio: { format: 'mp3', source: { bytes: base64(film) } },
    })
  })

  test('what lies in S3 is read there by Nova, and told of to the others', async () => {
    const stored = {
      type: 'file' as const,
      mediaType: 'video/mp4',
      url: 's3://bucket/film.mp4',
      providerMetadata: { bedrock: { bucketOwner: '123456789012' } },
    }
    const messages = [user({ type: 'text', text: 'x' }, stored)]
    await open.ask({ model: models.nova, messages })
    expect(open.lastMessages()[0]?.content).toContainEqual({
      video: {
        format: 'mp4',
        source: { s3Location: { uri: 's3://bucket/film.mp4', bucketOwner: '123456789012' } },
      },
    })
    const { warnings } = await open.ask({ model: models.claude, messages })
    expect(warnings.map(({ code }) => code)).toContain('media_omitted')
    expect(JSON.stringify(open.last())).not.toContain('s3Location')
  })

  test('a kind that is not known exactly is read from the name in S3, or is an error', async () => {
    const film = (url: string): Message =>
      user(
        { type: 'text', text: 'x' },
        { type: 'file' as const, mediaType: 'video/*', url, name: 'film' },
      )
    await open.ask({ model: models.nova, messages: [film('s3://bucket/film.MOV')] })
    expect(open.lastMessages()[0]?.content).toContainEqual({
      video: { format: 'mov', source: { s3Location: { uri: 's3://bucket/film.MOV' } } },
    })
    await expect(
      open.ask({ model: models.nova, messages: [film('s3://bucket/film')] }),
    ).rejects.toMatchObject({ code: 'invalid_request', hint: expect.stringContaining('video/mp4') })
  })

  test('MED-07: a picture of the assistant does not stand in its turn', async () => {
    const messages: Message[] = [
      say('Draw.'),
      { role: 'assistant', content: [picture] },
      say('More.'),
    ]
    await open.ask({ model: models.claude, messages })
    expect(JSON.stringify(open.lastMessages()[1])).not.toContain('image/png;base64')
    expect(open.simulator.refusals).toEqual([])
  })

  test('a document with citations, a search result, text for the guardrail', async () => {
    await open.ask({
      model: models.claude,
      messages: [
        user(
          { ...paper, providerMetadata: { bedrock: { citations: true, context: 'Of 2025.' } } },
          {
            type: 'text',
            text: 'It rains.',
            providerMetadata: { bedrock: { searchResult: { source: 's', title: 't' } } },
          },
          {
            type: 'text',
            text: 'Does it?',
            providerMetadata: { bedrock: { guardContent: ['query'] } },
          },
          { type: 'text', text: 'Say.' },
        ),
      ],
    })
    const content = open.lastMessages()[0]?.content ?? []
    expect(content).toContainEqual({
      document: expect.objectContaining({ context: 'Of 2025.', citations: { enabled: true } }),
    })
    expect(content).toContainEqual({
      searchResult: {
        source: 's',
        title: 't',
        content: [{ text: 'It rains.' }],
        citations: { enabled: true },
      },
    })
    expect(content).toContainEqual({
      guardContent: { text: { text: 'Does it?', qualifiers: ['query'] } },
    })
  })
})

describe('RES: results', () => {
  test.each(Object.entries(models))('RES-01 RES-02 RES-04 RES-16: %s', async (_name, model) => {
    await open.ask({
      model,
      tools,
      messages: results(
        { content: [] },
        { content: [{ type: 'text', text: '\n' }] },
        { content: [], isError: true },
        { content: [{ type: 'json', value: [1, 2] }] },
        { content: [{ type: 'json', value: null }] },
        { content: [{ type: 'text', text: '\u0000\ud800 \u001b[31m' }] },
      ),
    })
    expect(open.simulator.refusals).toEqual([])
  })

  test('RES-03 BED-11: an error has a flag, or a word where there is none', async () => {
    const messages = results({ content: [{ type: 'text', text: 'It broke.' }], isError: true })
    await open.ask({ model: models.claude, tools, messages })
    expect(open.lastMessages()[2]?.content[0]).toMatchObject({
      toolResult: { status: 'error', content: [{ text: 'It broke.' }] },
    })
    await open.ask({ model: models.writer, tools, messages })
    expect(open.lastMessages()[2]?.content[0]).toEqual({
      toolResult: { toolUseId: 'call0', content: [{ text: 'Error: It broke.' }] },
    })
  })

  test('BED-11: a value is an object for Mistral, and text for the others', async () => {
    const messages = results({ content: [{ type: 'json', value: { a: 1 } }] })
    await open.ask({ model: models.pixtral, tools, messages })
    expect(JSON.stringify(open.lastMessages())).toContain('{"json":{"a":1}}')
    await open.ask({ model: models.claude, tools, messages })
    expect(JSON.stringify(open.lastMessages())).toContain('{"text":"{\\"a\\":1}"}')
  })

  test.each([
    ['claude', true, true],
    ['nova', true, false],
    ['llama4', true, true],
    ['pixtral', false, true],
  ] as const)(
    'RES-07 RES-10: %s takes a picture inside: %s, a PDF: %s',
    async (name, seen, read) => {
      const messages = results({ content: [{ type: 'text', text: 'Here.' }, picture, paper] })
      await open.ask({ model: models[name], tools, messages })
      const inside = JSON.stringify(open.lastMessages()[2]?.content[0])
      expect(inside.includes(base64(png))).toBe(seen)
      expect(inside.includes(base64(pdf))).toBe(read)
      // What has no place inside follows; nothing is lost.
      const all = JSON.stringify(open.last())
      expect(all).toContain(base64(png))
      expect(all).toContain(base64(pdf))
    },
  )

  test('RES-08: a model that cannot see gets a note', async () => {
    await open.ask({ model: models.qwen, tools, messages: results({ content: [picture] }) })
    expect(JSON.stringify(open.last())).not.toContain(base64(png))
  })
})

describe('CHO: choices', () => {
  const request = { messages: [say('Hi')], tools, cache: 'off' as const }
  test.each([
    [models.claude, 'required', { any: {} }],
    [models.claude, { tool: 'show' }, { tool: { name: 'show' } }],
    [models.nova, { tool: 'show' }, { tool: { name: 'show' } }],
    [models.mistral, 'required', { any: {} }],
    [models.claude, 'auto', undefined],
  ] as const)('CHO-03 CHO-04: %s %j', async (model, toolChoice, wire) => {
    await open.ask({ model, ...request, toolChoice })
    expect(open.last()['toolConfig']).toEqual({
      tools: [expect.objectContaining({ toolSpec: expect.anything() })],
      ...(wire !== undefined && { toolChoice: wire }),
    })
  })

  test.each([models.llama4, models.writer, models.mistral])(
    'CHO-03: %s, asked for what it cannot, says so',
    async (model) => {
      const { warnings } = await open.ask({ model, ...request, toolChoice: { tool: 'show' } })
      expect(warnings.map(({ code }) => code).join()).toMatch(/tool_choice/)
    },
  )

  test('CHO-02 CHO-08: tools that are gone are declared while history holds their calls', async () => {
    const messages = [...results({ content: [{ type: 'text', text: 'ok' }] }), say('And?')]
    await open.ask({ model: models.claude, messages, cache: 'off' })
    expect(open.last()['toolConfig']).toMatchObject({ tools: [{ toolSpec: { name: 'show' } }] })
    await open.ask({ model: models.claude, messages, tools, toolChoice: 'none' })
    expect(open.last()['toolConfig']).toBeDefined()
    await open.ask({ model: models.claude, messages: [say('Hi')], tools, toolChoice: 'none' })
    expect(open.last()).not.toHaveProperty('toolConfig')
  })
})

describe('CAC: markers', () => {
  const system: Message = { role: 'system', content: [{ type: 'text', text: 'Be kind.' }] }
  const count = (): number => JSON.stringify(open.last()).split('"cachePoint"').length - 1
  const long: ChatRequest = {
    model: models.claude,
    tools,
    messages: [system, ...results({ content: [paper] }, { content: [picture] }), user(paper)],
  }

  test.each(Object.entries(models))(
    'CAC-01: %s takes them where it takes them',
    async (name, model) => {
      await open.ask({ ...long, model })
      await open.ask({ ...long, model, messages: long.messages.slice(1), cache: { ttl: '1h' } })
      expect(open.simulator.refusals).toEqual([])
      expect(count() > 0).toBe(/^(?:claude\d*|nova|novaMicro)$/.test(name) && name !== 'claude3')
      expect(count()).toBeLessThanOrEqual(4)
    },
  )

  test('the marker behind the system text covers the tools; they have their own without it', async () => {
    await open.ask({ model: models.claude, tools, messages: [system, say('Hi')] })
    expect(JSON.stringify(open.last()['toolConfig'])).not.toContain('cachePoint')
    expect(open.last()['system']).toContainEqual({ cachePoint: { type: 'default' } })
    await open.ask({ model: models.claude, tools, messages: [say('Hi')] })
    expect(JSON.stringify(open.last()['toolConfig'])).toContain('cachePoint')
  })

  test('a model that refuses them is asked once more, and not again', async () => {
    // Behind the ARN is, for all the simulator knows, any model; the service says no.
    const { simulator } = open
    const message = 'You invoked an unsupported model or your request did not allow prompt caching.'
    simulator.answer({ failure: { status: 403, type: 'AccessDeniedException', message } })
    const model = models.claude
    await open.ask({ model, messages: [system, say('Hi')] })
    expect(count()).toBe(0)
    expect(simulator.requests).toHaveLength(2)
    await open.ask({ model, messages: [system, say('Hi')] })
    expect(simulator.requests).toHaveLength(3)
  })

  test('a stand-in that breaks down on the marker among the tools gets none', async () => {
    open.simulator.answer({
      failure: {
        status: 500,
        type: 'InternalError',
        message: "Cannot read properties of undefined (reading 'name')",
      },
    })
    await open.ask({ model: models.claude, tools, messages: [say('Hi')] })
    expect(JSON.stringify(open.last()['toolConfig'])).not.toContain('cachePoint')
    expect(count()).toBe(1)
  })
})

describe('fields of Bedrock alone', () => {
  test('pass through, joined with ours; those of other providers are ignored (PAR-06)', async () => {
    await open.ask({
      model: models.nova,
      messages: [say('Hi')],
      topK: 5,
      user: 'u1',
      providerOptions: {
        openai: { store: true },
        bedrock: {
          performanceConfig: { latency: 'optimized' },
          serviceTier: { type: 'flex' },
          requestMetadata: { team: 'x' },
          additionalModelResponseFieldPaths: ['/amazon'],
          guardrailConfig: { guardrailIdentifier: 'g', guardrailVersion: '2' },
        },
      },
    })
    expect(open.last()).toMatchObject({
      performanceConfig: { latency: 'optimized' },
      serviceTier: { type: 'flex' },
      requestMetadata: { team: 'x' },
      additionalModelResponseFieldPaths: ['/amazon'],
      guardrailConfig: { guardrailIdentifier: 'g', guardrailVersion: '2' },
      additionalModelRequestFields: { inferenceConfig: { topK: 5 } },
    })
    expect(open.last()).not.toHaveProperty('store')
  })

  test('labels that the service would refuse are left out, and told', async () => {
    const metadata = { team: 'x', 'bad é': 'y', long: 'z'.repeat(300) }
    const { warnings } = await open.ask({ model: models.nova, messages: [say('Hi')], metadata })
    expect(open.last()['requestMetadata']).toEqual({ team: 'x' })
    expect(warnings.map(({ code, path }) => [code, path])).toEqual([
      ['parameter_dropped', 'metadata'],
      ['parameter_dropped', 'metadata'],
    ])
  })

  test.each([
    [models.claude, 'native'],
    [models.qwen, 'native'],
    [models.kimi, 'native'],
    [models.glm, 'native'],
    [models.gemma, 'native'],
    ['mistral.mistral-large-3-675b-instruct', 'native'],
    [models.claude47, 'words'],
    [models.nova, 'words'],
    [models.llama4, 'words'],
  ])('PAR-05: a shape for the answer of %s: %s', async (model, how) => {
    const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }
    open.simulator.answer({ content: [{ text: '{"city":"Rome"}' }] })
    const { object } = await open.ask({ model, messages: [say('Hi')], output: { schema } })
    expect(object).toEqual({ city: 'Rome' })
    expect('outputConfig' in open.last()).toBe(how === 'native')
  })

  test.each(['sync', 'async'] as const)('guardrails look at a stream %s', async (mode) => {
    await open.simulator.close()
    open = await calling({
      config: { guardrailId: 'abc', guardrailVersion: '1', guardrailStreamMode: mode },
    })
    await open.ask({ model: models.nova, messages: [say('Hi')] })
    expect(open.last()['guardrailConfig']).toEqual({
      guardrailIdentifier: 'abc',
      guardrailVersion: '1',
      trace: 'enabled',
      streamProcessingMode: mode,
    })
    await open.ask({ model: models.llama4, messages: [say('Hi')], tools })
    expect(open.last()['guardrailConfig']).not.toHaveProperty('streamProcessingMode')
  })

  test('a prompt of prompt management brings its own settings', async () => {
    const model = 'arn:aws:bedrock:us-east-1:123456789012:prompt/PROMPT1:1'
    await open.ask({
      model,
      messages: [{ role: 'system', content: [{ type: 'text', text: 's' }] }, say('Hi')],
      temperature: 0.5,
      maxOutputTokens: 10,
      tools,
      providerOptions: { bedrock: { promptVariables: { city: { text: 'Rome' } } } },
    })
    expect(Object.keys(open.last())).toEqual(['messages', 'promptVariables'])
    // What guards the answer is not the prompt's business.
    await open.simulator.close()
    open = await calling({ config: { guardrailId: 'abc', guardrailVersion: '1' } })
    await open.ask({ model, messages: [say('Hi')] })
    expect(open.last()).toMatchObject({ guardrailConfig: { guardrailIdentifier: 'abc' } })
  })
})
