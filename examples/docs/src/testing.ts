// The code of docs/testing.md.
import { createAgent } from '@autobot/core'
import { fakeHost, scriptedProvider } from '@autobot/testkit'
import { weather } from './tools.ts'

// #region scripted
export async function answersFromTheTool(): Promise<string> {
  const script = scriptedProvider([
    [
      { type: 'tool_call', id: '1', name: 'weather', argumentsText: '{"town":"Turku"}' },
      { type: 'finish', reason: 'stop' },
    ],
    [
      { type: 'text', text: 'Clear and 4 degrees.' },
      { type: 'finish', reason: 'stop' },
    ],
  ])
  const agent = createAgent({
    model: 'scripted/any',
    plugins: [script.plugin],
    tools: [weather],
    host: fakeHost(),
  })
  const { text } = await agent.run('How is the weather in Turku?')
  script.assertDone() // each step was asked for, and nothing else was
  return text
}
// #endregion
