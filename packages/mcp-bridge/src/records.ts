import { canonical, sha256 } from './canonical.ts'
import type { Pins } from './pins.ts'
import type { RemoteTool } from './remote-tool.ts'
import type { ServerSettings } from './settings.ts'
import type { McpStore } from './store.ts'

/** What a server offered when it was last seen. */
export interface Manifest {
  readonly tools: readonly RemoteTool[]
  /** It knows the older protocol only; asked again after a day. */
  readonly legacy: boolean
  /** Milliseconds since 1970. */
  readonly at: number
}

export interface ServerRecords {
  manifest(): Promise<Manifest | undefined>
  saveManifest(manifest: Manifest): Promise<void>
  pins(): Promise<Pins | undefined>
  savePins(pins: Pins): Promise<void>
}

/** What is remembered of one server, as it is configured now: another command is another server. */
export function serverRecords(store: McpStore, settings: ServerSettings): ServerRecords {
  const print = fingerprint(settings)
  const read = async <T>(key: string): Promise<T | undefined> => {
    try {
      const text = await store.read(key)
      return text === undefined ? undefined : (JSON.parse(text) as T)
    } catch {
      // Half a file is as good as none: the server will be asked.
      return undefined
    }
  }
  return {
    manifest: () => read(`manifest ${print}`),
    saveManifest: (manifest) => store.write(`manifest ${print}`, JSON.stringify(manifest)),
    pins: () => read(`pins ${print}`),
    savePins: (pins) => store.write(`pins ${print}`, JSON.stringify(pins)),
  }
}

function fingerprint({ name, target }: ServerSettings): string {
  const what =
    target.kind === 'stdio'
      ? [target.command, target.args, target.cwd, Object.keys(target.env).sort()]
      : [target.url.origin, target.url.pathname]
  return sha256(canonical([name, what]))
}
