import { expect, it } from 'vitest'
import { redactingLog } from '../../src/index.ts'

it('hides secrets in the message and at any depth of the fields', () => {
  const lines: unknown[] = []
  const log = redactingLog(
    (...line) => void lines.push(line),
    () => ['sk-secret-1', 'abc'],
  )
  log('info', 'key sk-secret-1, abc', {
    a: { b: ['x sk-secret-1'] },
    error: new Error('sk-secret-1'),
  })
  expect(JSON.stringify(lines)).not.toContain('sk-secret-1')
  expect(JSON.stringify(lines)).toContain('key [redacted], abc')
})

it('ends with a circle', () => {
  const circle: Record<string, unknown> = {}
  circle['self'] = circle
  let ended = false
  redactingLog(
    () => (ended = true),
    () => ['sk-secret-1'],
  )('info', 'x', circle)
  expect(ended).toBe(true)
})
