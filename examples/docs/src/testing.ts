// The code of docs/testing.md.
import { createAgent, type Plugin } from '@autobot/core'
import { fakeHost, scriptedProvider, startOpenAiChatSimulator } from '@autobot/testkit'
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

// #region simulator
export async function breaksOff(plugin: Plugin, model: string): Promise<unknown> {
  const service = await startOpenAiChatSimulator({ keys: ['a-key'] })
  const [prefix = ''] = model.split('/')
  const agent = createAgent({
    model,
    plugins: [plugin],
    providers: { [prefix]: { apiKey: 'a-key', apiBase: service.url } },
    retry: { maxRetries: 0 },
  })
  try {
    service.answer({
      content: [{ type: 'text', text: 'It is sunny in Turku.' }],
      damage: { kind: 'cut', afterEvents: 3 },
    })
    return await agent.run('How is the weather?').catch((error: unknown) => error)
  } finally {
    await service.close()
  }
}
// #endregion
