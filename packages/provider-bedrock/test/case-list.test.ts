import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** How many cases of each kind the conformance list has. */
const groups: Readonly<Record<string, number>> = {
  TXT: 18,
  DEF: 17,
  CHO: 9,
  CAL: 26,
  RES: 16,
  HIS: 14,
  REA: 11,
  MED: 8,
  HAN: 10,
  ERR: 10,
  ABR: 8,
  USE: 3,
  PAR: 6,
  CAC: 1,
  SYS: 1,
  BED: 12,
}

/** Cases that this wire cannot have, and why. */
const elsewhere: Readonly<Record<string, string>> = {
  'TXT-05': 'comments and line ends of server-sent events; frames are BED and TXT-03',
  'TXT-17': 'message_start of Anthropic’s own wire',
  'TXT-18': 'item ids of the Responses wire',
  'CHO-09': 'LM Studio, which takes words only',
  'CAL-19': 'a name stands in the start of its block, before any argument',
  'CAL-23': 'partial arguments of Gemini',
  'REA-06': 'Gemini’s signatures',
  'REA-07': 'DeepSeek’s and Moonshot’s own services; Converse has no reasoning_content',
  'PAR-04': 'there is one field for the limit: inferenceConfig.maxTokens',
}

const folder = fileURLToPath(new URL('.', import.meta.url))

function tested(): ReadonlySet<string> {
  const found = new Set<string>()
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.test.ts') || file === 'case-list.test.ts') continue
    const text = readFileSync(join(folder, file), 'utf8')
    for (const [id] of text.matchAll(/\b[A-Z]{3}-\d{2}\b/g)) found.add(id)
  }
  return found
}

test('every case of the conformance list has a test here, or a reason', () => {
  const ids = Object.entries(groups).flatMap(([group, count]) =>
    Array.from({ length: count }, (_, at) => `${group}-${String(at + 1).padStart(2, '0')}`),
  )
  const found = tested()
  expect(ids.filter((id) => !found.has(id))).toEqual(Object.keys(elsewhere).toSorted(order(ids)))
  expect([...found].filter((id) => !ids.includes(id))).toEqual([])
})

const order =
  (ids: readonly string[]) =>
  (left: string, right: string): number =>
    ids.indexOf(left) - ids.indexOf(right)
