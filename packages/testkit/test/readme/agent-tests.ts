// #region scripted
import { createAgent, defineTool } from '@autobot/core'
import { fakeHost, scriptedProvider } from '@autobot/testkit'

export async function answersWithTheWeather(): Promise<string> {
  const scripted = scriptedProvider([
    [
      { type: 'tool_call', id: '0', name: 'weather', argumentsText: '{"town":"Rome"}' },
      { type: 'finish', reason: 'stop' },
    ],
    [
      { type: 'text', text: 'Sunny.' },
      { type: 'finish', reason: 'stop' },
    ],
  ])
  const agent = createAgent({
    model: 'scripted/any',
    plugins: [scripted.plugin],
    host: fakeHost(), // no network, no environment, a clock that stands
    tools: [
      defineTool({
        name: 'weather',
        description: 'Tells the weather of a town.',
        inputSchema: { type: 'object', properties: { town: { type: 'string' } } },
        execute: ({ town }: { readonly town: string }) => `${town}: sunny`,
      }),
    ],
  })
  const { text } = await agent.run('How is the weather in Rome?')
  scripted.assertDone() // fails when a call was not made; one too many fails at once
  return text
}
// #endregion
