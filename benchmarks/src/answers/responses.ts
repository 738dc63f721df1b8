import { toolName, type Answer } from './script.ts'
import { sse } from './sse.ts'

/** Responses. */
export function responsesBytes({ pieces }: Answer): Buffer {
  const events: string[] = []
  const output: object[] = []
  let sequence = 0
  const say = (type: string, fields: object): void => {
    events.push(sse({ type, sequence_number: sequence++, ...fields }, type))
  }
  const response = (status: string) => ({
    id: 'resp_bench',
    object: 'response',
    created_at: 1_790_000_000,
    status,
    error: null,
    incomplete_details: null,
    instructions: null,
    model: 'bench',
    output,
    parallel_tool_calls: true,
    tool_choice: 'auto',
    tools: [],
    usage:
      status === 'completed'
        ? {
            input_tokens: 11,
            input_tokens_details: { cached_tokens: 0 },
            output_tokens: 2000,
            output_tokens_details: { reasoning_tokens: 0 },
            total_tokens: 2011,
          }
        : null,
  })
  say('response.created', { response: { ...response('in_progress'), output: [] } })
  say('response.in_progress', { response: { ...response('in_progress'), output: [] } })

  const text = pieces.flatMap((piece) => (piece.type === 'text' ? [piece.text] : []))
  if (text.length > 0) {
    const at = { item_id: 'msg_1', output_index: 0, content_index: 0 }
    const item = { id: 'msg_1', type: 'message', role: 'assistant' }
    const part = { type: 'output_text', annotations: [], logprobs: [] }
    const whole = text.join('')
    say('response.output_item.added', {
      output_index: 0,
      item: { ...item, status: 'in_progress', content: [] },
    })
    say('response.content_part.added', { ...at, part: { ...part, text: '' } })
    for (const delta of text) {
      say('response.output_text.delta', { ...at, delta, logprobs: [], obfuscation: 'aB3dE' })
    }
    say('response.output_text.done', { ...at, text: whole, logprobs: [] })
    say('response.content_part.done', { ...at, part: { ...part, text: whole } })
    const done = { ...item, status: 'completed', content: [{ ...part, text: whole }] }
    say('response.output_item.done', { output_index: 0, item: done })
    output.push(done)
  }
  for (const piece of pieces) {
    if (piece.type !== 'call') continue
    const at = { item_id: `fc_${piece.id}`, output_index: output.length }
    const item = {
      id: `fc_${piece.id}`,
      type: 'function_call',
      call_id: piece.id,
      name: toolName,
    }
    const whole = piece.fragments.join('')
    say('response.output_item.added', {
      output_index: at.output_index,
      item: { ...item, status: 'in_progress', arguments: '' },
    })
    for (const delta of piece.fragments) {
      say('response.function_call_arguments.delta', { ...at, delta, obfuscation: 'aB3dE' })
    }
    say('response.function_call_arguments.done', { ...at, name: toolName, arguments: whole })
    const done = { ...item, status: 'completed', arguments: whole }
    say('response.output_item.done', { output_index: at.output_index, item: done })
    output.push(done)
  }
  say('response.completed', { response: response('completed') })
  return Buffer.from(events.join(''))
}
