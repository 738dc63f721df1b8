// How Acme writes an answer: what the kit's server needs to stand in for the real service.
import { defineWire } from '@autobot/testkit'

const line = (value: object): string => `${JSON.stringify(value)}\n`

export const wire = defineWire({
  name: 'acme-lines',
  contentType: 'application/x-ndjson',
  stream: ({ content, stop, usage }) => [
    ...content.flatMap((part, index) => {
      if (part.type === 'text')
        return part.text.split(/(?= )/).map((text) => ({ data: line({ text }) }))
      if (part.type !== 'tool_call') return []
      const { id = `call_${index}`, name, input = {} } = part
      return [{ data: line({ call: { id, name, input } }) }]
    }),
    ...(usage === undefined
      ? []
      : [{ data: line({ tokens: { in: usage.input, out: usage.output } }) }]),
    { data: line({ end: stop === 'length' ? 'cut' : 'done' }), end: true },
  ],
  fault: (message) => ({ data: line({ error: message }) }),
  check: ({ body }) => (Array.isArray(body['messages']) ? undefined : 'messages is missing'),
  // Cases that need one of these are skipped, with the reason.
  lacks: {
    reasoning: 'Acme has no model that reasons.',
    hidden_reasoning: 'Acme has no model that reasons.',
    reasoning_usage: 'Acme has no model that reasons.',
    arguments_text: 'The input of a call is JSON on this wire, not its text.',
    cache_usage: 'Acme does not tell what came from a cache.',
    content_filter: 'Acme does not filter.',
    unknown_stop: 'Acme knows no other end.',
    stop_sequence: 'Acme does not say which sequence it stopped at.',
    response_id: 'Acme numbers no answers.',
    response_model: 'Acme does not say which model it used.',
    request_id: 'Acme numbers no requests.',
    quota: 'Acme has no quota.',
    context_overflow: 'Acme does not tell a long prompt from a wrong one.',
  },
})
