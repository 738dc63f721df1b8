import type { WireAbility, WireVariantKind } from '../wire/wire.ts'
import type { Bench } from './bench.ts'

export interface ConformanceCase {
  /** `TXT-01`. */
  readonly id: string
  /** What must be true, in one sentence. */
  readonly obligation: string
  /** Rules of docs/provider-contract.md that it stands on: `P12`. Empty: core's own promise. */
  readonly rules: readonly string[]
  /** Who decides it. Cases that core decides run through the provider too, where it takes part. */
  readonly decides: 'provider' | 'core'
  /** What the wire has to be able to say. */
  readonly needs?: readonly WireAbility[]
  /** The case is about these ways of writing; a wire without any has nothing to show. */
  readonly variants?: WireVariantKind
  /** Whether it asks the service for what a simulator does not have. Default `no`. */
  readonly asksElsewhere?: 'yes' | 'no'
  /** Resolves: passed. Throws what `bench.skip` and `bench.fail` throw. */
  readonly run: (bench: Bench) => Promise<void>
}

type Init = Omit<ConformanceCase, 'id' | 'obligation' | 'rules' | 'run'>

/** `rules`: `P7 P12`. */
export function define(
  id: string,
  rules: string,
  obligation: string,
  run: ConformanceCase['run'],
  init: Partial<Init> = {},
): ConformanceCase {
  return Object.freeze({
    id,
    obligation,
    rules: rules === '' ? [] : rules.split(' '),
    decides: rules === '' ? 'core' : 'provider',
    ...init,
    run,
  } satisfies ConformanceCase)
}
