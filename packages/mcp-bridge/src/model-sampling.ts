import { randomUUID } from 'node:crypto'
import type { ModelCall } from '@autobot/core'
import type { McpSampling } from './interaction.ts'

export interface ModelSamplingOptions {
  /** As `createChat` makes it. */
  readonly call: ModelCall
  /** `prefix/model`: the server has no say in it. */
  readonly model: string
  readonly maxCalls?: number
  readonly maxOutputTokens?: number
}

/** Lets servers ask a model of ours, without tools and within a budget. */
export function modelSampling({ call, model, ...budget }: ModelSamplingOptions): McpSampling {
  return {
    ...budget,
    async ask(request, { signal }) {
      const { collect } = await import('@autobot/core')
      const { system, messages, maxOutputTokens, temperature, stopSequences } = request
      const text = (value: string) => [{ type: 'text' as const, text: value }]
      const question = {
        model,
        maxOutputTokens,
        messages: [
          ...(system === undefined ? [] : [{ role: 'system' as const, content: text(system) }]),
          ...messages.map(({ role, text: said }) => ({ role, content: text(said) })),
        ],
        ...(temperature !== undefined && { temperature }),
        ...(stopSequences !== undefined && { stopSequences }),
      }
      const response = await collect(call(question, { signal, newId: randomUUID }))
      const { outputTokens } = response.usage
      return { text: response.text, model, ...(outputTokens !== undefined && { outputTokens }) }
    },
  }
}
