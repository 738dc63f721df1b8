import type { Capabilities, ToolChoiceKind } from '../contract/capabilities.ts'
import type { RequestOptions, ToolChoice, ToolDefinition } from '../contract/request.ts'
import type { Pass } from './pass.ts'
import type { ToolNames } from './tool-names.ts'

export interface ChosenTools {
  readonly tools: readonly ToolDefinition[]
  readonly toolChoice?: ToolChoice
  readonly parallelToolCalls?: boolean
}

/** The choice as the target can be asked for it; the loop refuses calls that it did not obey. */
export function toolChoice(
  request: RequestOptions,
  tools: readonly ToolDefinition[],
  hasHistory: boolean,
  reasons: boolean,
  names: ToolNames,
  { capabilities, warn }: Pass,
): ChosenTools {
  const known = knownChoices(capabilities, reasons)
  if (tools.length === 0) return { tools }

  const parallel =
    request.parallelToolCalls !== undefined && capabilities.parallelToolCalls === 'wire'
      ? { parallelToolCalls: request.parallelToolCalls }
      : {}
  const ask = (choice: ToolChoice | undefined, among = tools): ChosenTools => ({
    tools: among,
    ...(choice !== undefined && { toolChoice: choice }),
    ...parallel,
  })
  const auto = known.includes('auto') ? 'auto' : undefined
  const downgraded = (message: string): void =>
    warn('tool_choice_downgraded', message, 'toolChoice')

  const asked = request.toolChoice
  if (asked === undefined) return ask(undefined)
  if (asked === 'auto') return ask(auto)
  if (asked === 'none') {
    if (known.includes('none')) return ask('none')
    // Without tools there is no call; but a history with calls may need them declared.
    if (!hasHistory) return { tools: [] }
    downgraded('This model cannot be asked to call no tool; a call is not executed.')
    return ask(auto)
  }
  if (asked === 'required') {
    if (known.includes('required')) return ask('required')
    downgraded('This model cannot be asked to call a tool; it decides itself.')
    return ask(auto)
  }

  const name = names.toWire(asked.tool)
  const tool = tools.find((candidate) => candidate.name === name)
  if (tool === undefined) {
    downgraded(`The tool "${asked.tool}" is not among the tools; the model decides itself.`)
    return ask(auto)
  }
  if (known.includes('tool')) return ask({ tool: name })
  if (known.includes('required')) {
    downgraded(`This model cannot be asked for one tool; only "${asked.tool}" is offered.`)
    return ask('required', [tool])
  }
  downgraded(`This model cannot be asked for the tool "${asked.tool}"; it decides itself.`)
  return ask(auto)
}

/** What may be asked for, with reasoning on or off. */
export function knownChoices(
  capabilities: Capabilities,
  reasons: boolean,
): readonly ToolChoiceKind[] {
  const plain = capabilities.toolChoice ?? ['auto']
  return reasons ? (capabilities.toolChoiceWithReasoning ?? plain) : plain
}

/** Declarations for tools that are gone but stand in the history. */
export function stubTools(
  names: Iterable<string>,
  reasons: boolean,
  capabilities: Capabilities,
): ChosenTools {
  const known = knownChoices(capabilities, reasons)
  const some = [...new Set(names)].slice(0, capabilities.maxTools ?? 128)
  const tools = some.map((name) => ({
    name,
    description: 'Not available any more.',
    inputSchema: { type: 'object', properties: {} },
  }))
  const choice = (['none', 'auto'] as const).find((kind) => known.includes(kind))
  return { tools, ...(choice !== undefined && { toolChoice: choice }) }
}
