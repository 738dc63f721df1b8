import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

/** The conformance cases: how many there are of each kind. */
const kinds: Readonly<Record<string, number>> = {
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
}

/** Cases that these wires do not have; those of Bedrock's own are in its package. */
const elsewhere: Readonly<Record<string, string>> = {
  'HAN-06': 'results that stand alone are a rule of models on Bedrock',
  'REA-09': 'unsigned reasoning is refused by models on Bedrock',
}

test('each conformance case of these wires has a test that names it', () => {
  const folder = fileURLToPath(new URL('.', import.meta.url))
  const text = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts') && !file.endsWith('cases.test.ts'))
    .map((file) => readFileSync(`${folder}${file}`, 'utf8'))
    .join('\n')
  const all = Object.entries(kinds).flatMap(([kind, count]) =>
    Array.from({ length: count }, (_, at) => `${kind}-${String(at + 1).padStart(2, '0')}`),
  )
  expect(all.filter((id) => !text.includes(id)).toSorted()).toEqual(Object.keys(elsewhere))
})
