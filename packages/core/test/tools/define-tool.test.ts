import { expect, it } from 'vitest'
import * as z from 'zod'
import { defineTool, type StandardSchema } from '../../src/index.ts'

const mute: StandardSchema<unknown, { n: number }> = {
  '~standard': { version: 1, vendor: 'mute', validate: () => ({ value: { n: 1 } }) },
}

it('asks for inputSchema when a schema cannot give JSON Schema', () => {
  const execute = ({ n }: { n: number }) => n
  expect(() => defineTool({ name: 'a', input: mute, execute })).toThrow(
    expect.objectContaining({ path: 'tools.a', hint: expect.stringContaining('inputSchema') }),
  )
  const inputSchema = { type: 'object', properties: { n: { type: 'number' } } }
  expect(defineTool({ name: 'a', input: mute, inputSchema, execute }).inputSchema).toBe(inputSchema)
})

it('refuses an input that is no object', () => {
  const execute = (text: string) => text
  expect(() => defineTool({ name: 'a', input: z.string(), execute })).toThrow(/must be an object/)
})

it('types the input from the schema', () => {
  const input = z.object({ city: z.string(), days: z.number().optional() })
  defineTool({
    name: 'weather',
    input,
    execute: ({ city, days }) => {
      const typed: [string, number | undefined] = [city, days]
      // @ts-expect-error a city is no number
      const wrong: number = city
      return [...typed, wrong].join()
    },
  })
})

it('without an input it takes an empty object', () => {
  expect(defineTool({ name: 'a', execute: () => 'x' }).inputSchema).toEqual({
    type: 'object',
    properties: {},
  })
})
