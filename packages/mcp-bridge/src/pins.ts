import { canonical, sha256 } from './canonical.ts'

/** What was approved of a server: by the name of each tool, the hash of what it said it does. */
export type Pins = Readonly<Record<string, string>>

/** What may change without changing what a tool does. */
const cosmetic = new Set(['default', 'examples', 'title', 'icons', '_meta', '$comment'])

/** Equal for definitions that mean the same to a model. */
export function pinOf(tool: Readonly<Record<string, unknown>>): string {
  const { name, description, inputSchema, outputSchema, annotations } = tool
  const meant = { name, description, inputSchema, outputSchema, annotations }
  return sha256(canonical(withoutCosmetics(meant, false))).slice(0, 32)
}

/** `isNames`: the keys of this object are names of properties, not keywords. */
function withoutCosmetics(value: unknown, isNames: boolean): unknown {
  if (Array.isArray(value)) return value.map((each) => withoutCosmetics(each, false))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => isNames || !cosmetic.has(key))
      .map(([key, each]) => [
        key,
        withoutCosmetics(each, !isNames && (key === 'properties' || key === '$defs')),
      ]),
  )
}

export interface PinnedTool {
  readonly name: string
  readonly pin: string
}

export type PinChange = 'new' | 'changed'

/** What differs from what was approved. Without approvals all is trusted, as on first use. */
export function compare(
  pins: Pins | undefined,
  tools: readonly PinnedTool[],
): ReadonlyMap<string, PinChange> {
  const changes = new Map<string, PinChange>()
  if (pins === undefined) return changes
  for (const { name, pin } of tools) {
    if (!Object.hasOwn(pins, name)) changes.set(name, 'new')
    else if (pins[name] !== pin) changes.set(name, 'changed')
  }
  return changes
}

/** The approvals after `tools` were approved; those of tools that are away are kept. */
export function approve(pins: Pins | undefined, tools: readonly PinnedTool[]): Pins {
  return { ...pins, ...Object.fromEntries(tools.map(({ name, pin }) => [name, pin])) }
}
