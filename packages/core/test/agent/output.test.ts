import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createAgent } from '../../src/index.ts'
import { say, scripted } from './scripted.ts'

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
})
