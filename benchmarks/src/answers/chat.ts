import { toolName, type Answer } from './script.ts'
import { sse } from './sse.ts'

/** Chat Completions. */
export function chatBytes({ pieces }: Answer): Buffer {
  const events: string[] = []
  const chunk = (delta: object, finish: string | null = null): void => {
    events.push(
      sse({
        id: 'chatcmpl-bench',
        object: 'chat.completion.chunk',
        created: 1_790_000_000,
        model: 'bench',
        service_tier: 'default',
        system_fingerprint: 'fp_0123456789',
        choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
        obfuscation: 'aB3dE',
      }),
    )
  }
  let calls = 0
  chunk({ role: 'assistant', content: '', refusal: null })
  for (const piece of pieces) {
    if (piece.type === 'text') chunk({ content: piece.text })
    else {
      const index = calls++
      const head = { index, id: piece.id, type: 'function' }
      chunk({ tool_calls: [{ ...head, function: { name: toolName, arguments: '' } }] })
      for (const text of piece.fragments) {
        chunk({ tool_calls: [{ index, function: { arguments: text } }] })
      }
    }
  }
  chunk({}, calls > 0 ? 'tool_calls' : 'stop')
  events.push(
    sse({
      id: 'chatcmpl-bench',
      object: 'chat.completion.chunk',
      created: 1_790_000_000,
      model: 'bench',
      choices: [],
      usage: { prompt_tokens: 11, completion_tokens: 2000, total_tokens: 2011 },
    }),
    'data: [DONE]\n\n',
  )
  return Buffer.from(events.join(''))
}
