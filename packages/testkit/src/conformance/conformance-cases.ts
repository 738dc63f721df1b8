import { toolNameCases } from './cases/tool-names.ts'
import { textEndingCases } from './cases/text-endings.ts'
import { resultMediaCases } from './cases/result-media.ts'
import { callEndingCases } from './cases/call-endings.ts'
import { callArgumentCases } from './cases/call-arguments.ts'
import { abortCases } from './cases/abort.ts'
import { bedrockCases } from './cases/bedrock.ts'
import { definitionCases } from './cases/definitions.ts'
import { errorCases } from './cases/errors.ts'
import { handoffCases } from './cases/handoff.ts'
import { historyCases } from './cases/history.ts'
import { mediaCases } from './cases/media.ts'
import { parameterCases } from './cases/parameters.ts'
import { pluginCases } from './cases/plugin.ts'
import { reasoningCases } from './cases/reasoning.ts'
import { textCases } from './cases/text.ts'
import { toolCallCases } from './cases/tool-calls.ts'
import { toolChoiceCases } from './cases/tool-choice.ts'
import { toolResultCases } from './cases/tool-results.ts'
import { usageCases } from './cases/usage.ts'
import type { ConformanceCase } from './conformance-case.ts'

/** A chapter of the suite. */
export interface ConformanceSection {
  readonly title: string
  readonly cases: readonly ConformanceCase[]
}

function byId(...lists: readonly (readonly ConformanceCase[])[]): readonly ConformanceCase[] {
  return lists.flat().toSorted((a, b) => a.id.localeCompare(b.id))
}

/** The suite, in the order of docs/provider-contract.md. */
export const conformanceSections: readonly ConformanceSection[] = [
  { title: 'Plugin', cases: pluginCases },
  { title: 'Text and the life of a stream', cases: byId(textCases, textEndingCases) },
  { title: 'Definitions of tools', cases: byId(definitionCases, toolNameCases) },
  { title: 'Choice of tools', cases: toolChoiceCases },
  { title: 'Calls of tools', cases: byId(toolCallCases, callArgumentCases, callEndingCases) },
  { title: 'Results of tools', cases: byId(toolResultCases, resultMediaCases) },
  { title: 'Repair of the history', cases: historyCases },
  { title: 'Reasoning', cases: reasoningCases },
  { title: 'Media', cases: mediaCases },
  { title: 'Handoff', cases: handoffCases },
  { title: 'Errors', cases: errorCases },
  { title: 'Abort', cases: abortCases },
  { title: 'Usage', cases: usageCases },
  { title: 'Parameters', cases: parameterCases },
  { title: 'Bedrock', cases: bedrockCases },
]

export const conformanceCases: readonly ConformanceCase[] = conformanceSections.flatMap(
  ({ cases }) => cases,
)
