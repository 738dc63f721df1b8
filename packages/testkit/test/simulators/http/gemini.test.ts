import { describe, expect, test } from 'vitest'
import { startGeminiSimulator } from '../../../src/simulators/http/index.ts'
import { ask as post, png } from './ask.ts'

const ask = (body: object, model = 'gemini-2.5-flash') =>
  post(startGeminiSimulator, `/models/${model}:generateContent`, body, { 'x-goog-api-key': 'k' })

const user = (...parts: object[]) => ({ role: 'user', parts })
const said = (...parts: object[]) => ({ role: 'model', parts })
const call = (name = 'f', more: object = {}) => ({ functionCall: { name, args: {} }, ...more })
const response = (name = 'f', value: unknown = { output: 'x' }) => ({
  functionResponse: { name, response: value },
})
const text = { text: 'hi' }
const body = (more: object = {}) => ({ contents: [user(text)], ...more })
const says = (...contents: object[]) => body({ contents: [user(text), ...contents] })
const tool = (parameters: object, name = 'f') =>
  body({ tools: [{ functionDeclarations: [{ name, parameters }] }] })

test('what is right is taken', async () => {
  for (const right of [
    body(),
    says(said(text), user({ inlineData: { mimeType: 'image/png', data: png } })),
    says(said(call('f'), call('g')), user(response('f'), response('g')), user(text)),
    tool({ type: 'object', properties: { a: { type: 'string', nullable: true } } }),
    body({ tools: [{ functionDeclarations: [{ name: 'f' }] }] }),
  ]) {
    expect(await ask(right)).toMatchObject({ status: 200, refusals: [] })
  }
})

test('no such model', async () => {
  expect(await ask(body(), 'gpt-4o')).toMatchObject({ status: 404 })
})

describe('what Gemini refuses', () => {
  test.each<[object, string]>([
    [body({ contents: [] }), 'contents is not specified'],
    [body({ seed: 1 }), 'Unknown name "seed": Cannot find field.'],
    [body({ generationConfig: { top_k_: 1 } }), 'Unknown name "top_k_"'],
    [body({ generationConfig: { temperature: 3 } }), 'temperature'],
    [body({ generationConfig: { stopSequences: ['a', 'b', 'c', 'd', 'e', 'f'] } }), 'at most 5'],
    [body({ generationConfig: { thinkingConfig: { thinkingLevel: 'LOW' } } }), 'not supported'],
    [
      body({ generationConfig: { thinkingConfig: { thinkingLevel: 'LOW', thinkingBudget: 1 } } }),
      'only set only one',
    ],
    [body({ systemInstruction: { parts: [] } }), 'must not be empty'],
    [
      body({ toolConfig: { functionCallingConfig: { mode: 'AUTO' } } }),
      'without function_declarations',
    ],
    [tool({ type: 'object', properties: {} }), 'should be non-empty for OBJECT type'],
    [tool({ type: 'object', additionalProperties: false }), 'Unknown name "additionalProperties"'],
    [
      tool({ type: 'object', properties: { a: { type: ['string', 'null'] } } }),
      'cannot start list',
    ],
    [tool({ type: 'object', properties: { a: { type: 'array' } } }), 'items: missing field'],
    [tool({ type: 'object', properties: { a: { enum: [1] } } }), 'TYPE_STRING'],
    [tool({ type: 'object', properties: { a: { $ref: '#/$defs/x' } } }), 'Unknown name "$ref"'],
    [tool({ type: 'object', required: ['a'] }), 'property is not defined'],
    [tool({ type: 'object' }, '1a'), 'Invalid function name'],
    [says({ role: 'assistant', parts: [text] }), 'Please use a valid role: user, model.'],
    [says(user()), 'must not be empty'],
    [says(user({ text: '' })), 'an empty text'],
    [says(user({ inlineData: { mimeType: 'image/jpeg', data: png } })), 'not valid'],
    [says(said(call()), user(text)), 'number of function response parts is equal'],
    [says(said(call(), call('g')), user(response())), 'number of function response parts is equal'],
    [says(said(call(), call('g')), user(response('g'), response('f'))), 'in their order'],
    [
      says(said(text), said(call()), user(response())),
      'function call turn comes immediately after',
    ],
    [says(user(response())), 'function response turn comes immediately after'],
    [says(said(call()), user(response('f', 'x'))), 'Struct'],
    [says(said(call()), user(response(), text)), 'beside function responses'],
    [says(said({ text: 'x', thoughtSignature: 'eA==' })), 'Corrupted thought signature.'],
  ])('%o', async (request, message) => {
    const refused = await ask(request)
    expect(refused).toMatchObject({ status: 400 })
    expect(refused.message).toContain(message)
  })

  test('a call without a signature, of Gemini 3', async () => {
    const unsigned = says(said(call()), user(response()))
    expect(await ask(unsigned, 'gemini-3-pro')).toMatchObject({
      status: 400,
      message: expect.stringContaining('missing a thought_signature'),
    })
    const sentinel = btoa('skip_thought_signature_validator')
    const signed = says(said(call('f', { thoughtSignature: sentinel })), user(response()))
    expect(await ask(signed, 'gemini-3-pro')).toMatchObject({ status: 200 })
    const past = says(said(call()), user(response()), said(text), user(text))
    expect(await ask(past, 'gemini-3-pro')).toMatchObject({ status: 200 })
  })
})
