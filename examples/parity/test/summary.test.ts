import { expect, test } from 'vitest'
import type { Run } from '../src/run-row.ts'
import { summarize } from '../src/summary.ts'

function run(model: string, text: string): Run {
  return {
    model,
    steps: 1,
    toolCalls: 0,
    usage: { inputTokens: 12 },
    firstTextMs: 3.4,
    totalMs: 10.6,
    messages: [{ role: 'assistant', finishReason: 'stop', content: [{ type: 'text', text }] }],
  }
}

test('a run that came out differently is marked, and what differs is told', () => {
  const runs = [run('one/a', 'yes'), run('two/b/c', 'yes'), run('three/d', 'no')]
  const { lines, differing } = summarize(runs, (model) => `wire of ${model}`)
  expect(lines.map((line) => line.split(/ {2,}/))).toEqual([
    ['prefix', 'wire', 'steps', 'calls', 'in', 'out', 'first text', 'total', 'same'],
    expect.anything(),
    ['one', 'wire of one/a', '1', '0', '12', '?', '3 ms', '11 ms', '(first)'],
    ['two', 'wire of two/b/c', '1', '0', '12', '?', '3 ms', '11 ms', 'yes'],
    ['three', 'wire of three/d', '1', '0', '12', '?', '3 ms', '11 ms', 'NO'],
  ])
  expect(differing).toEqual(['three/d: messages.0.content.0.text: "yes" became "no"'])
})
