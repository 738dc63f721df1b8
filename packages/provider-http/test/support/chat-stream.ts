import { expect, test } from 'vitest'
import { allCuts, cutProviders } from './cut.ts'
import { ask, context, drain, fold, type Answer } from './drain.ts'

const providerOf = cutProviders()

export const chunk = (delta: object, more: object = {}) => ({
  id: 'r1',
  model: 'm-1',
  choices: [{ index: 0, delta, ...more }],
})
export const end = (reason: string | null = 'stop') => chunk({}, { finish_reason: reason })
export const call = (fields: object, name?: string, args?: unknown) => ({
  tool_calls: [
    {
      ...fields,
      function: {
        ...(name !== undefined && { name }),
        ...(args !== undefined && { arguments: args }),
      },
    },
  ],
})
export const sse = (...events: readonly (object | string)[]) =>
  events
    .map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`)
    .join('')

export async function answer(
  text: string,
  prefix = 'openai',
  cuts: readonly number[] = [],
): Promise<Answer> {
  const provider = await providerOf(prefix, new TextEncoder().encode(text), cuts)
  return fold(await drain(provider.stream(ask('hi'), context)), prefix)
}

export type Quirk = [name: string, text: string, expected: Partial<Answer>, prefix?: string]

/** Each stream says what it should, whole and cut at every byte. */
export function testQuirks(quirks: readonly Quirk[]): void {
  test.each(quirks)('%s', async (_name, text, expected, prefix) => {
    expect(await answer(text, prefix)).toMatchObject(expected)
  })

  test.each(quirks)('%s, cut at every byte', async (_name, text, _expected, prefix) => {
    const whole = await answer(text, prefix)
    const { length } = new TextEncoder().encode(text)
    const [, everywhere = []] = allCuts(length)
    expect(await answer(text, prefix, everywhere)).toEqual(whole)
    for (let at = 1; at < length; at += 1) expect(await answer(text, prefix, [at])).toEqual(whole)
  })
}
