import { approve, compare, type PinChange, type Pins } from './pins.ts'
import type { Manifest, ServerRecords } from './records.ts'
import type { RemoteTool } from './remote-tool.ts'
import type { ServerSettings } from './settings.ts'
import { matches, isAllowed } from './config.ts'

/** What a server offers, less what is not let through. */
export interface ServerOffer {
  /** What models may see, in the order of the server. */
  tools(): readonly RemoteTool[]
  /** Every tool that the configuration lets through. */
  all(): readonly RemoteTool[]
  /** Why a tool may not be called, if so. */
  refusal(tool: string): string | undefined
  changes(): ReadonlyMap<string, PinChange>
  /** The server was asked. True when the models' list differs from before. */
  accept(tools: readonly RemoteTool[], legacy: boolean, now: number): Promise<boolean>
  /** What was remembered of it, before it is asked. */
  recall(): Promise<Manifest | undefined>
  /** All that it offers now is approved. */
  approve(): Promise<void>
}

export function serverOffer(settings: ServerSettings, records: ServerRecords): ServerOffer {
  let all: readonly RemoteTool[] = []
  let changes: ReadonlyMap<string, PinChange> = new Map()
  let pins: Pins | undefined
  const { patterns, deny } = settings

  const isOpen = ({ name }: RemoteTool): boolean =>
    isAllowed(name, patterns) && !deny.some((pattern) => matches(name, pattern))
  const isHeld = ({ name }: RemoteTool): boolean => settings.pins === 'block' && changes.has(name)
  const only = (tools: readonly RemoteTool[]): readonly RemoteTool[] => {
    const seen = new Set<string>()
    return tools.filter((tool) => {
      if (seen.has(tool.name) || !isOpen(tool)) return false
      seen.add(tool.name)
      return true
    })
  }
  const visible = (): readonly RemoteTool[] => all.filter((tool) => !isHeld(tool))
  const read = async (): Promise<void> => {
    if (settings.pins !== 'off') pins ??= await records.pins().catch(() => undefined)
  }

  return {
    tools: visible,
    all: () => all,
    changes: () => changes,
    refusal(tool) {
      const found = all.find(({ name }) => name === tool)
      if (found === undefined || !isHeld(found)) return undefined
      return `The tool is held back: its server changed what it does, and nobody has approved that.`
    },
    async accept(tools, legacy, now) {
      await read()
      const before = print(visible())
      all = only(tools)
      if (settings.pins !== 'off') {
        changes = compare(pins, all)
        if (pins === undefined) {
          pins = approve(undefined, all)
          await records.savePins(pins).catch(() => undefined)
        }
      }
      // A folder that cannot be written costs the next start some time, and nothing else.
      await records.saveManifest({ tools: all, legacy, at: now }).catch(() => undefined)
      return print(visible()) !== before
    },
    async recall() {
      const manifest = await records.manifest().catch(() => undefined)
      if (!Array.isArray(manifest?.tools)) return undefined
      await read()
      all = only(manifest.tools)
      changes = settings.pins === 'off' ? new Map() : compare(pins, all)
      return manifest
    },
    async approve() {
      pins = approve(pins, all)
      changes = new Map()
      await records.savePins(pins)
    },
  }
}

function print(tools: readonly RemoteTool[]): string {
  return tools.map(({ name, pin }) => `${name} ${pin}`).join('\n')
}
