import type { Capabilities } from '@autobot/core/provider'
import { servedModels } from './served-models.ts'
import type { VendorSpec } from './spec.ts'

export interface FactsOfModel {
  readonly spelling: object
  readonly capabilities: Capabilities
}

/** The facts of one model; blocks such as `parameters` are merged field by field. */
export function factsOf(spec: VendorSpec, model: string): FactsOfModel {
  const id = model.toLowerCase()
  let spelling: object = { ...spec.spelling }
  let capabilities = spec.capabilities
  const served = spec.wire === 'openai-chat' ? servedModels : []
  for (const facts of [...served, ...(spec.models ?? [])]) {
    if (!facts.match.test(id)) continue
    spelling = { ...spelling, ...facts.spelling }
    if (facts.capabilities !== undefined) capabilities = merge(capabilities, facts.capabilities)
  }
  return { spelling, capabilities }
}

function merge(base: Capabilities, over: Capabilities): Capabilities {
  const out: Record<string, unknown> = { ...base }
  for (const [key, value] of Object.entries(over)) {
    const before = out[key]
    out[key] = isBlock(before) && isBlock(value) ? { ...before, ...value } : value
  }
  return out
}

function isBlock(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
