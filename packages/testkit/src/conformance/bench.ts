import { isDeepStrictEqual } from 'node:util'
import type { AgentOptions } from '@autobot/core'
import type { Wire, WireAbility, WireVariantKind } from '../wire/wire.ts'
import { CaseFailed, CaseSkipped } from './case-outcome.ts'
import type { Stage } from './stage.ts'

/** What a case works with. */
export interface Bench {
  readonly wire: Wire
  readonly prefix: string
  /** With prefix. */
  readonly model: string
  /** Models with prefix for what not every model does. */
  readonly models: { readonly reasoning: string; readonly vision: string }
  /** A new server, a new agent. Closed when the case is over. */
  open(agent?: Partial<AgentOptions>, config?: object): Promise<Stage>
  /** Ends the case as skipped when the wire lacks it. */
  needs(...abilities: readonly WireAbility[]): void
  has(ability: WireAbility): boolean
  /** Names of the wire's ways of writing of this kind. */
  variants(kind: WireVariantKind): readonly string[]
  skip(reason: string): never
  fail(message: string): never
  check(truth: boolean, message: string): void
  equal(actual: unknown, expected: unknown, what: string): void
  /** Each field of `expected` is in `actual`, however deep; patterns are tried on texts. */
  holds(actual: unknown, expected: unknown, what: string): void
}

/** The part of a bench that looks at things. */
export const checks: Pick<Bench, 'skip' | 'fail' | 'check' | 'equal' | 'holds'> = {
  skip(reason) {
    throw new CaseSkipped(reason)
  },
  fail(message) {
    throw new CaseFailed(message)
  },
  check(truth, message) {
    if (!truth) throw new CaseFailed(message)
  },
  equal(actual, expected, what) {
    if (isDeepStrictEqual(actual, expected)) return
    throw new CaseFailed(`${what}: ${show(expected)} was expected, ${show(actual)} came.`)
  },
  holds(actual, expected, what) {
    if (matches(actual, expected)) return
    throw new CaseFailed(`${what}: ${show(expected)} was expected, ${show(actual)} came.`)
  },
}

function matches(actual: unknown, expected: unknown): boolean {
  if (expected instanceof RegExp) return typeof actual === 'string' && expected.test(actual)
  if (typeof expected !== 'object' || expected === null) return Object.is(actual, expected)
  if (typeof actual !== 'object' || actual === null) return false
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((item, index) => matches(actual[index], item))
    )
  }
  return Object.entries(expected).every(([key, value]) =>
    matches((actual as Record<string, unknown>)[key], value),
  )
}

function show(value: unknown): string {
  if (value instanceof RegExp) return String(value)
  const text = JSON.stringify(value, (_key, item: unknown) =>
    item instanceof RegExp ? String(item) : item,
  )
  return text === undefined ? 'nothing' : text.length > 600 ? `${text.slice(0, 600)}…` : text
}
