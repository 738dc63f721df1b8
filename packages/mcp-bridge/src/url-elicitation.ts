import { readElicitation } from './client-features.ts'
import type { McpInteraction } from './interaction.ts'
import { codeOf } from './sdk-error.ts'

/** Of revision 2025-11-25: nothing was run, a person must see pages of the server first. */
const urlElicitationRequired = -32042

/** Shows the pages that a refused call names. True when all were agreed to. */
export async function elicitedPages(
  error: unknown,
  server: string,
  elicit: McpInteraction['elicit'],
  signal: AbortSignal,
): Promise<boolean> {
  if (elicit === undefined || codeOf(error) !== urlElicitationRequired) return false
  const { data } = error as { data?: { elicitations?: unknown } }
  const pages = Array.isArray(data?.elicitations) ? (data.elicitations as unknown[]) : []
  for (const page of pages) {
    const params = { ...(page as { message: string }), mode: 'url' }
    const { action } = await elicit(readElicitation(server, params), { signal })
    if (action !== 'accept') return false
  }
  return pages.length > 0
}
