// #region wire
import { defineWire } from '@autobot/testkit'

const line = (value: object): string => `${JSON.stringify(value)}\n`

export const acmeLines = defineWire({
  name: 'acme-lines',
  contentType: 'application/x-ndjson',
  // The pieces of an answer in their order; those with `end` are the wire's own end marker.
  stream: ({ content, stop, usage }) => [
    ...content.flatMap((part) => {
      if (part.type === 'reasoning') return []
      if (part.type === 'text') return [{ data: line({ text: part.text }) }]
      const { id = 'c1', name, input = {} } = part
      return [{ data: line({ call: { id, name, input } }) }]
    }),
    ...(usage === undefined ? [] : [{ data: line({ in: usage.input, out: usage.output }) }]),
    { data: line({ end: stop === 'length' ? 'cut' : 'done' }), end: true },
  ],
  // An error in the middle of an answer, where the wire has it.
  fault: (message) => ({ data: line({ error: message }) }),
  // What the service would refuse.
  check: ({ body }) => (Array.isArray(body['messages']) ? undefined : 'messages are missing'),
  // What the wire cannot say; the cases that need it are skipped with this reason.
  lacks: { reasoning: 'acme-lines has no reasoning.' },
})
// #endregion
