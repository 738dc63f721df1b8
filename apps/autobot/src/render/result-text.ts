import type { ToolResultContent } from '@autobot/core'

/** A tool's result for a person. */
export function resultText({
  content,
}: {
  readonly content: readonly ToolResultContent[]
}): string {
  return content
    .map((part) => {
      if (part.type === 'text') return part.text
      if (part.type === 'json') return JSON.stringify(part.value, undefined, 2)
      return `[${part.mediaType}${part.name === undefined ? '' : ` ${part.name}`}]`
    })
    .join('\n')
}
