import type { ModelPrice } from '@autobot/core'
import type { LongPrice, Modality, ModelFacts, ModelSource } from './model-facts.ts'
import snapshot from './snapshot.json' with { type: 'json' }

/** The newest first. */
export const snapshotSources: readonly ModelSource[] = Object.freeze(
  snapshot.sources.map(({ name, version, license, date }) =>
    Object.freeze({ name, version, license, date }),
  ),
)

export const knownPrefixes: readonly string[] = Object.freeze(Object.keys(snapshot.models))

const kinds: Readonly<Record<string, Modality>> = {
  t: 'text',
  i: 'image',
  p: 'pdf',
  a: 'audio',
  v: 'video',
}
const tables = new Map<string, ReadonlyMap<string, string>>()

/** The models of a prefix by id; a row is read when it is asked for. */
export function rowsOf(prefix: string): ReadonlyMap<string, string> | undefined {
  let table = tables.get(prefix)
  if (table === undefined && knownPrefixes.includes(prefix)) {
    const rows = (snapshot.models as Readonly<Record<string, readonly string[]>>)[prefix] ?? []
    table = new Map(rows.map((row) => [row.slice(0, row.indexOf('|')), row]))
    tables.set(prefix, table)
  }
  return table
}

export function readRow(prefix: string, row: string): ModelFacts {
  const [id = '', input, output, cacheRead, cacheWrite, context, maxOutput, ...rest] =
    row.split('|')
  const [modalities = '', reasoning, source = '', long = ''] = rest
  const price = readPrice([input, output, cacheRead, cacheWrite])
  const [taken = '', given = ''] = modalities.split('>')
  return {
    model: `${prefix}/${id}`,
    ...(price !== undefined && { price }),
    ...(long !== '' && { longPrices: long.split(',').map(readLongPrice) }),
    ...(context && { contextWindow: Number(context) }),
    ...(maxOutput && { maxOutputTokens: Number(maxOutput) }),
    ...(modalities !== '' && { input: readKinds(taken), output: readKinds(given) }),
    reasoning: reasoning === 'r',
    source: snapshotSources[Number(source)] as ModelSource,
  }
}

function readPrice(texts: readonly (string | undefined)[]): ModelPrice | undefined {
  const [input, output, cacheRead, cacheWrite] = texts
  // '0' is a price; '' is none.
  if (!input || !output) return undefined
  return Object.freeze({
    input: Number(input),
    output: Number(output),
    ...(cacheRead && { cacheRead: Number(cacheRead) }),
    ...(cacheWrite && { cacheWrite: Number(cacheWrite) }),
  })
}

function readLongPrice(text: string): LongPrice {
  const [above, ...rest] = text.split(':')
  return Object.freeze({ inputTokensAbove: Number(above), price: readPrice(rest) ?? {} })
}

function readKinds(text: string): readonly Modality[] {
  return Object.freeze(text.split('').flatMap((letter) => kinds[letter] ?? []))
}
