import { defineTool } from '@autobot/core'
import type { Plugin } from '@autobot/core/provider'
import type { ConformanceOptions } from '@autobot/testkit'
import { bedrock } from '../../src/index.ts'

export const plugin: Plugin = bedrock()

const tool = defineTool({
  name: 'anything',
  description: 'Never called.',
  inputSchema: { type: 'object', properties: {} },
  execute: () => 'done',
})

/** The two operations, and families that differ; the columns of the scorecard in README.md. */
export const targets: readonly (ConformanceOptions & { readonly name: string })[] = [
  {
    name: 'ConverseStream, Claude',
    model: 'bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    wire: 'bedrock-converse',
  },
  {
    name: 'ConverseStream, Nova',
    model: 'bedrock/us.amazon.nova-pro-v1:0',
    wire: 'bedrock-converse',
  },
  {
    // With a tool in the request this family cannot stream.
    name: 'Converse, Llama',
    model: 'bedrock/us.meta.llama3-3-70b-instruct-v1:0',
    wire: 'bedrock-converse',
    agent: { tools: [tool] },
  },
]
