// The README opens with this program; test/readme.test.ts compares the two and runs it.
// #region readme
import { createAgent } from '@autobot/core'
import { mcp } from '@autobot/mcp-bridge'
import { bedrock } from '@autobot/provider-bedrock'
import { http } from '@autobot/provider-http'

const files = { command: 'npx', args: ['-y', '@modelcontextprotocol/server-filesystem', '.'] }
const agent = createAgent({
  model: 'bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  plugins: [http(), bedrock({ region: 'eu-central-1' }), mcp({ servers: { files } })],
})

const { text } = await agent.run('Which of these files is the oldest?')
console.log(text)

for await (const event of agent.stream('And the newest?', { model: 'openai/gpt-5' })) {
  if (event.type === 'text_delta') process.stdout.write(event.text)
}
await agent.dispose()
// #endregion
