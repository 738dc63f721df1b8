import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createAgent, defineTool } from '../../src/index.ts'
import { ask, say, scripted } from './scripted.ts'

const output = z.object({ city: z.string(), year: z.int() })

describe('an answer of a given shape', () => {
  it.each([{}, { structuredOutput: 'native' as const }])(
    'is a value on every provider (%j)',
    async (capabilities) => {
      const { plugin } = scripted([say('{"city":"Lyon","year":43}')], capabilities)
      const result = await createAgent({ model: 'scripted/m', plugins: [plugin] }).run('go', {
        output,
      })
      expect(result.object).toEqual({ city: 'Lyon', year: 43 })
    },
  )

  it('is the same where it has to be asked for as a call of a tool', async () => {
    const { plugin, requests } = scripted([
      [
        { type: 'text', text: 'Here it is.' },
        { type: 'tool_call', id: '0', name: 'give_answer', argumentsText: '{"city":"Ly' },
        { type: 'tool_call', id: '0', argumentsText: 'on","year":43}' },
        { type: 'finish', reason: 'tool_calls' },
      ],
    ])
    const agent = createAgent({ model: 'scripted/m', plugins: [plugin] })
    const types: string[] = []
    for await (const { type } of agent.stream('go', { output })) types.push(type)
    expect(types.filter((type) => type.startsWith('tool_'))).toEqual([])
    expect(requests[0]?.tools?.map(({ name }) => name)).toEqual(['give_answer'])
    expect(agent.messages.at(-1)).toMatchObject({
      finishReason: 'stop',
      content: [{ text: 'Here it is.' }, { type: 'text', text: '{"city":"Lyon","year":43}' }],
    })
  })

  it('can need tools first', async () => {
    const tool = defineTool({ name: 'look', execute: () => 'Lyon, 43' })
    const { plugin } = scripted([
      ask('look'),
      [
        {
          type: 'tool_call',
          id: '0',
          name: 'give_answer',
          argumentsText: '{"city":"Lyon","year":43}',
        },
        { type: 'finish', reason: 'stop' },
      ],
    ])
    const agent = createAgent({ model: 'scripted/m', plugins: [plugin], tools: [tool] })
    expect(await agent.run('go', { output })).toMatchObject({
      object: { city: 'Lyon', year: 43 },
      steps: 2,
      toolCalls: [{ name: 'look' }],
    })
  })

  it('is found in a code fence', async () => {
    const { plugin } = scripted([say('```json\n{"city":"Lyon","year":43}\n```')])
    expect(
      (await createAgent({ model: 'scripted/m', plugins: [plugin] }).run('go', { output })).object,
    ).toEqual({ city: 'Lyon', year: 43 })
  })

  it('is asked for again when it does not fit, and says what is wrong', async () => {
    const { plugin, requests } = scripted([
      say('{"city":"Lyon"}'),
      say('{"city":"Lyon","year":43}'),
    ])
    const result = await createAgent({ model: 'scripted/m', plugins: [plugin] }).run('go', {
      output,
    })
    expect(result).toMatchObject({ object: { year: 43 }, steps: 2 })
    expect(JSON.stringify(requests[1]?.messages)).toContain('year')
  })

  it('is an error after a bounded number of attempts', async () => {
    const { plugin, requests } = scripted([say('no'), say('no'), say('no'), say('no')])
    const agent = createAgent({ model: 'scripted/m', plugins: [plugin] })
    await expect(agent.run('go', { output })).rejects.toMatchObject({ code: 'bad_response' })
    expect(requests).toHaveLength(3)
  })

  it('is there when a stop condition ends the run with it', async () => {
    const { plugin } = scripted([say('{"city":"Lyon","year":43}')])
    const agent = createAgent({ model: 'scripted/m', plugins: [plugin] })
    const result = await agent.run('go', { output, stopWhen: () => true })
    expect(result.object).toEqual({ city: 'Lyon', year: 43 })
  })

  it('is an error when the limit of output has cut it, and is not asked for again', async () => {
    const { plugin, requests } = scripted([
      [
        { type: 'text', text: '{"city":"Ly' },
        { type: 'finish', reason: 'length' },
      ],
      say('never'),
    ])
    const agent = createAgent({ model: 'scripted/m', plugins: [plugin] })
    await expect(agent.run('go', { output })).rejects.toMatchObject({
      code: 'bad_response',
      hint: expect.stringContaining('maxOutputTokens') as string,
    })
    expect(requests).toHaveLength(1)
  })

  it('is what a hook asks for in one step', async () => {
    const { plugin } = scripted([say('{"city":"Lyon","year":43}')])
    const schema = { type: 'object', properties: { city: { type: 'string' } } }
    const agent = createAgent({
      model: 'scripted/m',
      plugins: [plugin],
      hooks: [{ name: 'shape', beforeModel: () => ({ output: { schema } }) }],
    })
    expect((await agent.run('go')).object).toMatchObject({ city: 'Lyon' })
  })
})
