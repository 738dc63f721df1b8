import type { StreamEvent } from '@autobot/core'
import { describe, expect, test } from 'vitest'
import { framings, lastAnswer, stage, wires, type HttpAnswer } from '../support/simulators.ts'

const long: HttpAnswer = {
  content: [{ type: 'text', text: 'Grüße aus 東京 🌍, und noch ein Satz.' }],
  usage: { input: 12, output: 7 },
}
const unicode = 'Grüße aus 東京 🌍, und noch ein Satz.'

describe.each(wires.map((place) => [place.name, place] as const))('%s', (_name, place) => {
  test('TXT-01 TXT-16 deltas make the text; end, usage and ids are told', async () => {
    const here = await stage([place])
    here.at(place).answer(long)
    const events: StreamEvent[] = []
    for await (const event of here.agent.stream('hi')) events.push(event as StreamEvent)
    const said = events.map((event) => (event.type === 'text_delta' ? event.text : '')).join('')
    expect(said).toBe(unicode)
    const end = events.find((event) => event.type === 'response_end')
    expect(end).toMatchObject({
      response: {
        text: unicode,
        finishReason: 'stop',
        usage: { inputTokens: 12, outputTokens: 7 },
        requestId: 'req_1',
        responseId: expect.any(String),
        responseModel: place.model.split('/')[1],
      },
    })
  })

  test('TXT-02 an answer in one piece is the same', async () => {
    const content: HttpAnswer['content'] = [
      { type: 'text', text: 'Both. ' },
      { type: 'tool_call', name: 'f', input: { a: [1, 'x', null] } },
      { type: 'tool_call', name: 'g' },
    ]
    const tools = ['f', 'g'].map((name) => ({
      name,
      inputSchema: { type: 'object' },
      execute: () => 'x',
    }))
    const answers = []
    for (const more of [{}, { whole: true }] as const) {
      const here = await stage([place], { tools })
      here.at(place).answer({ ...long, content, ...more })
      const { newMessages, usage } = await here.agent.run('hi')
      answers.push({ answer: lastAnswer(newMessages.slice(0, 2)), usage })
    }
    expect(answers[0]).toMatchObject({
      answer: {
        content: [
          { type: 'text', text: 'Both. ' },
          { name: 'f', input: { a: [1, 'x', null] } },
          { name: 'g', input: {} },
        ],
      },
    })
    expect(answers[1]).toEqual(answers[0])
  })

  test.each(Object.keys(framings))('TXT-03 TXT-05 %s', async (framing) => {
    const here = await stage([place])
    here.at(place).answer({ ...long, framing: framings[framing] ?? {} })
    const { text, usage } = await here.agent.run('hi')
    expect({ text, usage }).toMatchObject({ text: unicode, usage: { inputTokens: 12 } })
  })

  test('TXT-07 an end without the end marker is an error', async () => {
    for (const damage of [{ kind: 'no_end' }, { kind: 'cut', afterEvents: 3 }] as const) {
      const here = await stage([place])
      here.at(place).answer({ ...long, damage })
      await expect(here.agent.run('hi')).rejects.toMatchObject({ code: 'bad_response' })
    }
  })

  test('TXT-08 a connection that breaks keeps what came', async () => {
    const here = await stage([place])
    here.at(place).answer({ ...long, damage: { kind: 'reset', afterEvents: 6 } })
    await expect(here.agent.run('hi')).rejects.toMatchObject({
      code: 'network',
      partial: { content: [{ type: 'text', text: expect.stringMatching(/^Grüße/) }] },
    })
  })

  test('TXT-12 TXT-13 TXT-15 how it ended', async () => {
    const words: Record<string, readonly [length: string, filter: string, other: string]> = {
      'openai-chat': ['length', 'content_filter', 'odd'],
      'openai-responses': ['max_output_tokens', 'content_filter', 'odd'],
      anthropic: ['max_tokens', 'refusal', 'odd'],
      gemini: ['MAX_TOKENS', 'SAFETY', 'ODD'],
    }
    const expected = ['length', 'content_filter', 'other']
    for (const [index, stop] of (words[place.name] ?? []).entries()) {
      const here = await stage([place])
      here.at(place).answer({ ...long, stop })
      expect(await here.agent.run('hi')).toMatchObject({
        finishReason: expected[index],
        rawFinishReason: stop,
      })
    }
  })

  test('TXT-13 a filter without a word is no empty success', async () => {
    const here = await stage([place])
    const stop = { anthropic: 'refusal', gemini: 'SAFETY' }[place.name] ?? 'content_filter'
    here.at(place).answer({ content: [], stop })
    expect(await here.agent.run('hi')).toMatchObject({ text: '', finishReason: 'content_filter' })
  })

  test('TXT-14 nothing at all is an error, that a retry may heal', async () => {
    const here = await stage([place])
    here.at(place).answer({ content: [] })
    await expect(here.agent.run('hi')).rejects.toMatchObject({
      code: 'bad_response',
      retryable: true,
    })
    const again = await stage([place], { retry: { initialDelayMs: 1 } })
    again.at(place).answer({ content: [] })
    expect(await again.agent.run('hi')).toMatchObject({ text: 'ok' })
  })

  test('USE-01 USE-03 REA-10 what was cached and thought is counted once', async () => {
    const here = await stage([place])
    here.at(place).answer({
      usage: { input: 100, output: 30, cacheRead: 60, reasoning: 10 },
    })
    expect((await here.agent.run('hi')).usage).toMatchObject({
      inputTokens: 100,
      outputTokens: 30,
      cacheReadTokens: 60,
      reasoningTokens: 10,
    })
  })

  test('USE-02 what is not said is not known', async () => {
    const here = await stage([place])
    here.at(place).answer({ usage: null })
    const { usage } = await here.agent.run('hi')
    expect(usage.inputTokens).toBeUndefined()
    expect(usage.outputTokens).toBeUndefined()
  })
})
