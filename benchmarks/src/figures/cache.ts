import { createAgent, defineTool } from '@autobot/core'
import { bedrock } from '@autobot/provider-bedrock'
import { http } from '@autobot/provider-http'
import { question, words } from '../answers/script.ts'
import type { Row } from '../report/row.ts'
import { toolsOf } from '../setups.ts'
import { bedrockBlocks, messagesBlocks, readShare, type Block } from './cache-rules.ts'

export interface CacheOptions {
  readonly port: number
  readonly say: (text: string) => void
}

const steps = 50

/** The share of the prompt that a vendor with cache markers reads from its cache, in a long loop. */
export async function cacheFigures({ port, say }: CacheOptions): Promise<readonly Row[]> {
  const base = `http://127.0.0.1:${port}`
  const cases = [
    {
      wire: 'messages',
      model: 'anthropic/claude-sonnet-4-5',
      plugin: http({ anthropic: { apiKey: 'bench', apiBase: `${base}/bench-messages` } }),
      blocks: messagesBlocks,
    },
    {
      wire: 'bedrock',
      model: 'bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      plugin: bedrock({
        region: 'us-east-1',
        endpoint: `${base}/bench-bedrock`,
        accessKeyId: 'AKIDBENCH',
        secretAccessKey: 'bench-secret-key',
      }),
      blocks: bedrockBlocks,
    },
  ]
  const rows: Row[] = []
  for (const { wire, model, plugin, blocks } of cases) {
    say(`cache: ${wire}`)
    const agent = createAgent({
      model,
      plugins: [plugin],
      system: words(1500, 5).join(''),
      tools: toolsOf(20).map(({ name, description, inputSchema, execute }) =>
        defineTool({ name, description, input: inputSchema as never, execute }),
      ),
      maxSteps: steps + 2,
      host: { secret: () => undefined },
    })
    await fetch(`${base}/record`)
    await agent.run(question(`loop-${steps}`))
    const sent = (await (await fetch(`${base}/recorded`)).json()) as readonly never[]
    const requests: readonly (readonly Block[])[] = sent.map(blocks)
    const { read, possible, prompt } = readShare(requests)
    rows.push({
      figure: `cached tokens over ${requests.length} steps, of those possible`,
      wire,
      unit: '%',
      values: { ours: (100 * read) / possible },
      target: 95,
      note: `${((100 * read) / prompt).toFixed(1)} % of all prompt tokens`,
    })
  }
  return rows
}
