import fc from 'fast-check'
import { expect, test } from 'vitest'
import { prepare } from '../../src/prepare/prepare.ts'
import { isText, prepareText } from '../../src/prepare/prepare-text.ts'
import { prepareWhole } from '../../src/prepare/prepare-whole.ts'
import { capabilities, message, request, runs, timeout } from './arbitrary.ts'
import { deepFreeze } from './deep-freeze.ts'
import { whole } from './whole.ts'
import { requestComplaints as complaints } from '../../../testkit/src/validators/request-complaints.ts'

test('any history becomes a request that the target takes', { timeout }, () => {
  fc.assert(
    fc.property(request, capabilities, (asked, caps) => {
      const target = { prefix: 'p', model: 'm', capabilities: caps }
      expect(complaints(prepare(asked, target).request, caps, 'p')).toEqual([])
    }),
    { numRuns: runs },
  )
})

test(
  'HIS-13 HIS-14 the input stays as it is and the same input gives the same bytes',
  { timeout },
  () => {
    fc.assert(
      fc.property(request, capabilities, (asked, caps) => {
        const target = deepFreeze({ prefix: 'p', model: 'm', capabilities: caps })
        const before = JSON.stringify(asked)
        const first = JSON.stringify(prepare(deepFreeze(asked), target).request)
        const again = JSON.stringify(prepare(structuredClone(asked), target).request)
        expect(again).toBe(first)
        expect(JSON.stringify(asked)).toBe(before)
      }),
      { numRuns: runs },
    )
  },
)

test('what is legal already is prepared again without a change', { timeout }, () => {
  fc.assert(
    fc.property(request, capabilities, (asked, caps) => {
      const target = {
        prefix: 'p',
        model: 'm',
        capabilities: {
          ...caps,
          assistantPrefill: 'yes' as const,
          structuredOutput: 'native' as const,
        },
      }
      const once = prepare(asked, target).request
      const twice = prepare(
        { ...once, tools: [] },
        { ...target, capabilities: { ...target.capabilities, toolCallIds: { form: 'any' } } },
      ).request
      if (caps.toolCallIds?.form === 'any') expect(twice.messages).toEqual(once.messages)
    }),
    { numRuns: runs },
  )
})

test('HIS-14 a longer history begins with the same messages', { timeout }, () => {
  fc.assert(
    fc.property(fc.array(message, { maxLength: 10 }), capabilities, (broken, caps) => {
      const target = { prefix: 'p', model: 'm', capabilities: caps }
      const history = whole(broken)
      const long = prepare({ model: 'm', messages: history }, target).request.messages
      for (const [at, last] of history.entries()) {
        // Requests are made when it is the model's turn, with all results there.
        if (last.role !== 'user' && last.role !== 'tool') continue
        const part = prepare({ model: 'm', messages: history.slice(0, at + 1) }, target)
        const short = part.request.messages
        expect(long.slice(0, short.length - 1)).toEqual(short.slice(0, -1))
        // The last turn may get more parts: neighbours of one role become one message.
        const end = short.at(-1)
        expect(long[short.length - 1]?.content.slice(0, end?.content.length)).toEqual(end?.content)
      }
    }),
    { numRuns: runs },
  )
})

test('the passes for text alone make of text what all of them make', { timeout }, () => {
  const asks = fc.tuple(request, capabilities).map(([asked, caps]) => {
    const { tools: _tools, output: _output, ...rest } = asked
    const messages = asked.messages
      .filter(({ role }) => role !== 'tool')
      .map((given) => ({
        ...given,
        content: given.content.filter(({ type }) => /text|reasoning|source/.test(type)),
      })) as typeof asked.messages
    return { asked: { ...rest, messages }, target: { prefix: 'p', model: 'm', capabilities: caps } }
  })
  fc.assert(
    fc.property(asks, ({ asked, target }) => {
      expect(isText(asked)).toBe(true)
      const text = prepareText(asked, target)
      const whole = prepareWhole(asked, target)
      expect(text.request).toEqual(whole.request)
      expect(text.warnings).toEqual(whole.warnings)
      expect(text.toolName('functions.a')).toBe(whole.toolName('functions.a'))
    }),
    { numRuns: runs },
  )
})
