import type { McpOptions } from './config.ts'

interface Definition {
  readonly name: string
  readonly description?: string
  readonly inputSchema: object
}

/** About as many tokens as these definitions take: four characters each. */
export function tokensOf(tools: readonly Definition[]): number {
  let characters = 0
  for (const { name, description = '', inputSchema } of tools) {
    characters += name.length + description.length + JSON.stringify(inputSchema).length
  }
  return Math.ceil(characters / 4)
}

/** Whether tools are better searched than listed. */
export function isTooMany(search: McpOptions['search']): (tools: readonly Definition[]) => boolean {
  if (search === 'never') return () => false
  if (search === 'always') return (tools) => tools.length > 0
  const { maxTools = 40, contextWindow = 200_000, share = 0.05 } = search ?? {}
  return (tools) => tools.length > maxTools || tokensOf(tools) > contextWindow * share
}
