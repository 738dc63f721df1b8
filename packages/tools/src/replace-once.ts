import { ToolError } from '@autobot/core/provider'

/** Replaces the one place where a text stands; none or several are refused. */
export function replaceOnce(text: string, wanted: string, instead: string): string {
  const places = text.split(wanted).length - 1
  if (places === 0) throw new ToolError('Text not found in file')
  if (places > 1) throw new ToolError(`Text appears ${places} times. Provide more context`)
  const at = text.indexOf(wanted)
  return text.slice(0, at) + instead + text.slice(at + wanted.length)
}
