import type { PriceSource } from '@autobot/core'
import { correct } from './corrections.ts'
import type { ModelFacts } from './model-facts.ts'
import { namesOf } from './model-names.ts'
import { readRow, rowsOf } from './snapshot.ts'

const read = new Map<string, ModelFacts>()

/** What is known of `prefix/model`; undefined when nothing is. */
export function modelFacts(model: string): ModelFacts | undefined {
  const slash = model.indexOf('/')
  const prefix = model.slice(0, slash)
  const rows = slash > 0 ? rowsOf(prefix) : undefined
  if (rows === undefined) return undefined
  for (const name of namesOf(prefix, model.slice(slash + 1))) {
    const row = rows.get(name)
    if (row === undefined) continue
    const key = `${prefix}/${name}`
    const facts = read.get(key) ?? Object.freeze(correct(readRow(prefix, row)))
    read.set(key, facts)
    return facts
  }
  return undefined
}

/** The `prices` of an agent: list prices, for requests below the length where a higher one begins. */
export const priceOf: PriceSource = (model) => modelFacts(model)?.price

/** Ids that are listed for a prefix, without it; none for an unknown one. */
export function knownModels(prefix: string): readonly string[] {
  return [...(rowsOf(prefix)?.keys() ?? [])]
}
