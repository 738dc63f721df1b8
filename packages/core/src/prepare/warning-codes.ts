/** The codes of all warnings that prepare gives. Stable: users filter by them. */
export const warningCodes = [
  'context_overflow_likely',
  'media_omitted',
  'output_by_prompt',
  'parameter_clamped',
  'parameter_dropped',
  'part_dropped',
  'schema_simplified',
  'tool_choice_downgraded',
  'tool_quarantined',
  'tools_dropped',
] as const

export type WarningCode = (typeof warningCodes)[number]
