import { describe, expect, test } from 'vitest'
import { startOpenAiResponsesSimulator } from '../../../src/simulators/http/index.ts'
import { ask as post, png } from './ask.ts'

const ask = (body: object) =>
  post(startOpenAiResponsesSimulator, '/responses', body, { authorization: 'Bearer k' })

const user = { role: 'user', content: [{ type: 'input_text', text: 'hi' }] }
const call = (call_id = 'call_1', more: object = {}) => ({
  type: 'function_call',
  call_id,
  name: 'f',
  arguments: '{}',
  ...more,
})
const output = (call_id = 'call_1', value: unknown = 'x') => ({
  type: 'function_call_output',
  call_id,
  output: value,
})
const tool = (more: object = {}) => ({
  type: 'function',
  name: 'f',
  parameters: { type: 'object', properties: {} },
  strict: false,
  ...more,
})
const body = (more: object = {}) => ({ model: 'gpt-4o', input: [user], store: false, ...more })
const items = (...list: object[]) => body({ model: 'gpt-5', input: [user, ...list] })

test('what is right is taken', async () => {
  for (const right of [
    body(),
    body({ input: 'hi' }),
    items(call(), call('call_2'), output('call_2'), output(), user),
    items(
      call(),
      output('call_1', [{ type: 'input_image', image_url: `data:image/png;base64,${png}` }]),
    ),
    body({ tools: [tool()], tool_choice: { type: 'function', name: 'f' } }),
  ]) {
    expect(await ask(right)).toMatchObject({ status: 200, refusals: [] })
  }
})

describe('what OpenAI refuses', () => {
  test.each<[object, string]>([
    [body({ input: [] }), "Missing required parameter: 'input'."],
    [body({ stop: ['x'] }), "Unknown parameter: 'stop'."],
    [body({ seed: 1 }), "Unknown parameter: 'seed'."],
    [body({ max_output_tokens: 5 }), 'Expected a value >= 16'],
    [body({ model: 'gpt-5', temperature: 1 }), "'temperature' is not supported"],
    [body({ reasoning: { effort: 'low' } }), "'reasoning.effort' is not supported"],
    [body({ include: ['reasoning.encrypted_content'] }), 'Encrypted content is not supported'],
    [body({ tools: [tool({ strict: undefined })] }), 'expected a boolean'],
    [body({ tools: [tool({ name: 'a.b' })] }), 'does not match pattern'],
    [body({ tools: [tool({ parameters: { type: 'object' } })] }), 'missing properties'],
    [body({ tools: [tool()], tool_choice: { type: 'function', name: 'g' } }), "'g' not found"],
    [items(output()), 'No tool call found for function call output with call_id call_1.'],
    [items(call()), 'No tool output found for function call call_1.'],
    [items(call(), user, output()), 'No tool output found for function call call_1.'],
    [items(call('x'.repeat(65)), output('x'.repeat(65))), 'maximum length 64'],
    [items(call('call_1', { id: 'toolu_1' }), output()), "begins with 'fc'"],
    [items(call('call_1', { arguments: '{' }), output()), 'no JSON object'],
    [
      items({ type: 'reasoning', id: 'rs_1', summary: [] }, call(), output()),
      "Item with id 'rs_1' not found",
    ],
    [
      items(
        { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'x' },
        call(),
        output(),
      ),
      'could not be verified',
    ],
    [items({ role: 'assistant', content: [{ type: 'input_text', text: 'x' }] }), "'input_text'"],
    [
      items({
        role: 'user',
        content: [{ type: 'input_file', filename: 'a', file_data: 'data:text/plain;base64,eA==' }],
      }),
      'Please try again with a pdf',
    ],
    [
      items({
        role: 'user',
        content: [{ type: 'input_image', image_url: `data:image/gif;base64,${png}` }],
      }),
      'does not represent a valid image',
    ],
  ])('%o', async (request, message) => {
    const said = await ask(request)
    expect([400, 404]).toContain(said.status)
    expect(said.message).toContain(message)
  })
})

test('reasoning of its own comes back only before what came of it', async () => {
  const simulator = await startOpenAiResponsesSimulator()
  try {
    simulator.answer({
      content: [
        { type: 'reasoning', text: 'hm' },
        { type: 'text', text: 'x' },
      ],
    })
    const send = async (input: readonly unknown[]): Promise<{ status: number; value: unknown }> => {
      const response = await fetch(`${simulator.url}/responses`, {
        method: 'POST',
        headers: { authorization: 'Bearer k' },
        body: JSON.stringify(
          body({ model: 'gpt-5', input, include: ['reasoning.encrypted_content'] }),
        ),
      })
      return { status: response.status, value: await response.json() }
    }
    const { value } = await send([user])
    const [reasoning, message] = (value as { output: object[] }).output
    expect((await send([user, reasoning, message, user])).status).toBe(200)
    expect(await send([user, message, reasoning, user])).toMatchObject({
      status: 400,
      value: {
        error: { message: expect.stringContaining('without its required following item.') },
      },
    })
  } finally {
    await simulator.close()
  }
})
