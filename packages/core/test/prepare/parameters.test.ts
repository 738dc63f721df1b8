import { describe, expect, test } from 'vitest'
import type { Capabilities } from '../../src/contract/capabilities.ts'
import { assistant, call, file, prepared, result, system, tool, user } from './build.ts'

describe('parameters', () => {
  test('PAR-01 temperature is clamped, or dropped where it is refused', () => {
    expect(prepared({ temperature: 1.5 })).toMatchObject({
      request: { temperature: 1 },
      codes: ['parameter_clamped'],
    })
    const refused = prepared({ temperature: 1 }, { parameters: { temperature: null } })
    expect(refused.request).not.toHaveProperty('temperature')
    expect(refused.codes).toEqual(['parameter_dropped'])
    const range = { parameters: { temperature: [0, 2] } } as const
    expect(prepared({ temperature: 1.5 }, range)).toMatchObject({
      request: { temperature: 1.5 },
      codes: [],
    })
  })
  test('PAR-02 what is not taken is left out with a warning that names it', () => {
    const { request, warnings } = prepared({
      seed: 1,
      topK: 2,
      presencePenalty: 1,
      frequencyPenalty: 1,
    })
    expect(Object.keys(request)).toEqual(['model', 'messages'])
    expect(warnings.map((warning) => [warning.code, warning.path])).toEqual([
      ['parameter_dropped', 'topK'],
      ['parameter_dropped', 'seed'],
      ['parameter_dropped', 'presencePenalty'],
      ['parameter_dropped', 'frequencyPenalty'],
    ])
  })
  test('PAR-02 stop sequences: no blank ones, no more than the target takes', () => {
    expect(prepared({ stopSequences: ['a', ' ', 'b', 'c', 'd', 'e'] })).toMatchObject({
      request: { stopSequences: ['a', 'b', 'c', 'd'] },
      codes: ['parameter_dropped', 'parameter_clamped'],
    })
    expect(prepared({ stopSequences: [] }).codes).toEqual([])
  })
  test('PAR-03 the limit of the answer has a default and a largest value', () => {
    const caps = {
      maxOutputTokens: 100,
      defaultMaxOutputTokens: 50,
      parameters: { minOutputTokens: 16 },
    }
    expect(prepared({}, caps)).toMatchObject({ request: { maxOutputTokens: 50 }, codes: [] })
    expect(prepared({ maxOutputTokens: 500 }, caps)).toMatchObject({
      request: { maxOutputTokens: 100 },
      codes: ['parameter_clamped'],
    })
    expect(prepared({ maxOutputTokens: 1 }, caps).request.maxOutputTokens).toBe(16)
    expect(prepared({}).request).not.toHaveProperty('maxOutputTokens')
  })
  test('PAR-06 options of other providers are left out', () => {
    const providerOptions = { other: { a: 1 }, acme: { b: 2 } }
    expect(prepared({ providerOptions }).request.providerOptions).toEqual({ acme: { b: 2 } })
  })
  test('effort goes to the nearest that the model has', () => {
    expect(
      prepared({ reasoning: 'none' }, { reasoningEfforts: ['low', 'high'] }).request.reasoning,
    ).toBe('low')
    expect(
      prepared({ reasoning: 'medium' }, { reasoningEfforts: ['low', 'high'] }).request.reasoning,
    ).toBe('low')
    expect(prepared({ reasoning: 'high' })).toMatchObject({ codes: ['parameter_dropped'] })
    expect(prepared({ reasoning: 'none' })).toMatchObject({ codes: [] })
  })
  test('sampling that is refused while the model reasons is dropped', () => {
    const caps: Capabilities = {
      reasoningEfforts: ['none', 'low'],
      parameters: { refusedWithReasoning: ['temperature'] },
    }
    expect(prepared({ temperature: 0, reasoning: 'low' }, caps).request).not.toHaveProperty(
      'temperature',
    )
    expect(prepared({ temperature: 0, reasoning: 'none' }, caps).request.temperature).toBe(0)
  })
  test('temperature wins over topP where only one is taken', () => {
    const caps: Capabilities = { parameters: { temperatureWithTopP: 'no' } }
    expect(prepared({ temperature: 0, topP: 0.5 }, caps).request).not.toHaveProperty('topP')
    expect(prepared({ topP: 0.5 }, caps).request.topP).toBe(0.5)
  })
  test('PAR-05 the shape of the answer is asked for on the wire or in words', () => {
    const output = {
      schema: { type: 'object', properties: { a: { enum: [1] } } },
      name: 'my answer',
    } as const
    const native = prepared({ output }, { structuredOutput: 'native' })
    expect(native.request.output).toMatchObject({
      name: 'my_answer',
      schema: { properties: { a: { enum: ['1'] } } },
    })
    expect(native.decodeOutput({ a: '1' })).toEqual({ a: 1 })
    const words = prepared(
      { output, messages: [system('Be brief.'), user('hi')] },
      { structuredOutput: 'prompt' },
    )
    expect(words.request).not.toHaveProperty('output')
    expect(words.messages[0]?.content).toHaveLength(2)
    expect(JSON.stringify(words.messages[0])).toContain('JSON Schema')
  })
  test('PAR-05 or as the input of a tool, in the dialect of the target', () => {
    const output = { schema: { type: 'array', items: { type: 'number' } } } as const
    const known: Capabilities = { toolChoice: ['auto', 'required', 'tool'] }
    const alone = prepared({ output }, known)
    expect(alone.request.tools).toMatchObject([
      { name: 'give_answer', inputSchema: { properties: { value: { type: 'array' } } } },
    ])
    expect(alone.request.toolChoice).toEqual({ tool: 'give_answer' })
    expect(alone.answer?.read({ value: [1] })).toEqual([1])
    const tools = [{ name: 'give_answer', inputSchema: {} }]
    const beside = prepared({ output, tools }, known)
    expect(beside.request.tools?.map(({ name }) => name)).toEqual(['give_answer', 'give_answer_'])
    expect(beside.request.toolChoice).toBe('required')
    expect(prepared({ output, toolChoice: 'none', tools }, known).answer).toBeUndefined()
  })
  test('HAN-09 a history that is larger than the window is warned of', () => {
    expect(prepared([user('x'.repeat(1000))], { contextWindow: 100 }).codes).toEqual([
      'context_overflow_likely',
    ])
    expect(prepared([user('hi')], { contextWindow: 100 }).codes).toEqual([])
  })
})

describe('cache points', () => {
  const all: Capabilities = {
    cachePoints: { places: ['tools', 'system', 'messages'] },
    media: { document: { types: ['application/pdf'] } },
  }
  const tools = [{ name: 'search', inputSchema: {} }]
  const messages = [
    system('s'),
    user('hi'),
    assistant(call('c1')),
    tool(result('c1')),
    assistant('a'),
    user('b'),
  ]
  test('CAC-01 no marker where the target takes none, or none are wanted', () => {
    expect(prepared({ messages, tools }).request).not.toHaveProperty('cachePoints')
    expect(prepared({ messages, tools, cache: 'off' }, all).request).not.toHaveProperty(
      'cachePoints',
    )
  })
  test('CAC-01 HAN-10 after tools, system and the last two turns of the user, four at most', () => {
    expect(prepared({ messages, tools }, all).request.cachePoints).toEqual([
      { after: 'tools' },
      { after: 'system' },
      { after: 'part', message: 3, part: 0 },
      { after: 'part', message: 5, part: 0 },
    ])
    const two: Capabilities = { ...all, cachePoints: { places: ['system', 'messages'], max: 2 } }
    expect(prepared({ messages, tools }, two).request.cachePoints).toEqual([
      { after: 'system' },
      { after: 'part', message: 5, part: 0 },
    ])
  })
  test('CAC-01 not behind parts that the target does not want marked', () => {
    const rules: Capabilities = {
      ...all,
      cachePoints: { places: ['messages'], notAfter: ['document'], inToolMessages: 'no' },
    }
    const withFile = [...messages.slice(0, 5), user('b', file('application/pdf'))]
    expect(prepared({ messages: withFile, tools }, rules).request.cachePoints).toEqual([
      { after: 'part', message: 1, part: 0 },
      { after: 'part', message: 5, part: 0 },
    ])
  })
  test('CAC-01 a time to live is passed on where it is offered', () => {
    const rules: Capabilities = { cachePoints: { places: ['system'], ttl: ['1h'] } }
    expect(prepared({ messages, cache: { ttl: '1h' } }, rules).request.cachePoints).toEqual([
      { after: 'system', ttl: '1h' },
    ])
    const other = prepared({ messages, cache: { ttl: '5m' } }, rules)
    expect(other.request.cachePoints).toEqual([{ after: 'system' }])
    expect(other.codes).toEqual(['parameter_dropped'])
  })
})
