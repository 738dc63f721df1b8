import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { withCases } from '../../src/conformance/contract-page.ts'
import { conformanceCases } from '../../src/index.ts'

const page = readFileSync(new URL('../../../../docs/provider-contract.md', import.meta.url), 'utf8')

test('the contract has each case, in the words of the suite (`pnpm contract` writes them)', () => {
  expect(withCases(page)).toBe(page)
})

test('every case is there once, and stands on rules that there are', () => {
  const ids = conformanceCases.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  const rules = new Set(
    [...page.matchAll(/<a id="p\d+"><\/a>\*\*(P\d+)\*\*/g)].map(([, rule]) => rule),
  )
  expect(conformanceCases.flatMap((one) => one.rules).filter((rule) => !rules.has(rule))).toEqual(
    [],
  )
})

// The list that the suite was written to; not part of this repository.
const facts = new URL('../../../../../shared/reference/wire-facts.md', import.meta.url)

test.skipIf(!existsSync(facts))('no case of the list is missing', () => {
  const [, list = ''] = readFileSync(facts, 'utf8').split('## 5. Conformance checklist')
  const wanted = [...list.matchAll(/^- ([A-Z]{3}-\d\d) /gm)].map(([, id]) => id)
  const known = new Set(conformanceCases.map(({ id }) => id))
  expect(wanted).toHaveLength(170)
  expect(wanted.filter((id) => id !== undefined && !known.has(id))).toEqual([])
})
