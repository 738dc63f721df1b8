import { type Import, importsOf, isRelative, packageName, target } from './imports.ts'
import { isSource, type SourceFile } from './tree.ts'

/** Rooms of core, and the rooms that each may import from beside itself. */
const coreRooms: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  batch: [],
  errors: ['contract'],
  stream: ['batch', 'contract', 'errors'],
  registry: ['contract', 'errors'],
  tools: ['contract', 'errors'],
  prepare: ['contract', 'errors'],
  host: ['contract'],
  call: ['batch', 'contract', 'errors', 'stream', 'registry', 'prepare'],
  agent: ['batch', 'contract', 'errors', 'tools'],
}

/** What is bundled into core's build, by the one file that may import it. */
const bundledInCore: Readonly<Record<string, string>> = {
  '@cfworker/json-schema': 'packages/core/src/tools/validate-json-schema.ts',
}

/** Whole packages: which workspace packages each may import by name. */
const packageRules: readonly { readonly pattern: RegExp; readonly workspace: readonly string[] }[] =
  [
    { pattern: /^core$/, workspace: [] },
    // The wires of provider-http are a library for those who bring another host of one.
    {
      pattern: /^provider-/,
      workspace: ['@autobot/core/provider', '@autobot/provider-http/compatible'],
    },
    { pattern: /^create-autobot-provider$/, workspace: [] },
    { pattern: /^mcp-bridge$/, workspace: ['@autobot/core', '@autobot/core/provider'] },
    { pattern: /^models$/, workspace: ['@autobot/core', '@autobot/core/provider'] },
    { pattern: /^otel$/, workspace: ['@autobot/core', '@autobot/core/provider'] },
    { pattern: /^sessions$/, workspace: ['@autobot/core', '@autobot/core/provider'] },
    { pattern: /^tools$/, workspace: ['@autobot/core/provider'] },
    { pattern: /^testkit$/, workspace: ['@autobot/core', '@autobot/core/provider'] },
  ]

/** Who may import whom. */
export function layers(files: readonly SourceFile[]): readonly string[] {
  const found: string[] = []
  const sdkFiles = new Map<string, Set<string>>()
  const composers = new Map<string, Set<string>>()
  for (const file of files) {
    if (!isSource(file.path)) continue
    const [kind = '', name = ''] = file.path.split('/')
    for (const edge of importsOf(file)) {
      const say = (why: string): void => {
        found.push(`${file.path}:${edge.line} imports ${edge.specifier}: ${why}`)
      }
      const home = `${kind}/${name}/`
      if (isRelative(edge.specifier)) {
        const to = target(file.path, edge.specifier)
        if (!to.startsWith(`${home}src/`) && to !== `${home}package.json`) {
          say(`a package is entered by its name, not by a path out of ${home}src`)
        } else {
          inside(file.path, to, say)
        }
      } else if (kind === 'packages') {
        byName(file.path, name, edge, say)
        if (name.startsWith('provider-') && isSdk(edge)) {
          if (!edge.dynamic && !edge.typeOnly) say('an SDK is loaded on first use, by import()')
          if (!edge.typeOnly) note(sdkFiles, `${name} ${packageName(edge.specifier)}`, file.path)
        }
      } else if (/^@autobot\/(provider-|mcp-bridge)/.test(edge.specifier)) {
        note(composers, name, file.path)
      }
    }
  }
  for (const [what, paths] of sdkFiles) {
    if (paths.size > 1) found.push(`${what}: one file loads an SDK, not ${[...paths].join(', ')}`)
  }
  for (const [app, paths] of composers) {
    if (paths.size > 1) {
      found.push(`${app}: one file knows the concrete packages, not ${[...paths].join(', ')}`)
    }
  }
  return found
}

/** Relative imports: the rooms of core, and codecs that know no transport. */
function inside(from: string, to: string, say: (why: string) => void): void {
  const core = 'packages/core/src/'
  if (from.startsWith(core)) {
    const [room = '', file] = from.slice(core.length).split('/')
    const [other = '', otherFile] = to.slice(core.length).split('/')
    // The files beside the rooms put them together.
    if (file === undefined) return
    const allowed = coreRooms[room]
    if (allowed === undefined) return say(`core has no room "${room}" in tooling/checks/layers.ts`)
    if (otherFile === undefined) return say('a room does not import what puts the rooms together')
    if (other !== room && !allowed.includes(other)) say(`${room} may not know ${other}`)
    return
  }
  const codec = /^packages\/provider-[^/]+\/src\/(wire|families)\//
  if (codec.test(from) && /\/src\/(transport|providers)\/|\/src\/client\.ts$/.test(to)) {
    say('a codec knows no transport and no provider')
  }
}

const inHost = /^packages\/core\/src\/host\//

function byName(from: string, name: string, edge: Import, say: (why: string) => void): void {
  const { specifier } = edge
  if (name === 'core') {
    if (bundledInCore[specifier] === from) return
    // The host asks the platform for its modules, and has to say what they look like.
    if (edge.typeOnly && specifier.startsWith('node:') && inHost.test(from)) return
    say('core depends on nothing, not even on Node')
    return
  }
  const wanted = packageName(specifier)
  if (wanted !== 'autobot' && !wanted.startsWith('@autobot/')) return
  const rule = packageRules.find(({ pattern }) => pattern.test(name))
  if (rule === undefined) say(`packages/${name} has no rule in tooling/checks/layers.ts`)
  else if (!rule.workspace.includes(specifier)) {
    say(`packages/${name} may import only ${rule.workspace.join(', ')}`)
  }
}

function isSdk(edge: Import): boolean {
  return !edge.specifier.startsWith('node:') && !edge.specifier.startsWith('@autobot/')
}

function note(map: Map<string, Set<string>>, key: string, value: string): void {
  map.set(key, (map.get(key) ?? new Set<string>()).add(value))
}
