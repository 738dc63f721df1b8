import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ConfigError, type Plugin } from '@autobot/core/provider'

/** A package or file that the configuration names, as it is installed beside the configuration. */
export async function importPlugin(
  name: string,
  options: unknown,
  folder: string,
  path: string,
): Promise<Plugin> {
  let loaded: { readonly default?: unknown; readonly plugin?: unknown }
  try {
    loaded = (await import(locate(name, folder))) as typeof loaded
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND'
    // Where it was looked for from is our own file, which says nothing to anybody.
    const why = (cause as Error).message.replace(/ imported from .*$/s, '')
    throw new ConfigError(`The plugin ${name} cannot be loaded: ${why}`, {
      path,
      hint: missing
        ? missingHint(name, why, folder)
        : `Mend or update ${name}, or take it out of plugins.`,
      cause,
    })
  }
  const exported = loaded.default ?? loaded.plugin
  const made: unknown = typeof exported === 'function' ? exported(options) : exported
  if (typeof made === 'object' && made !== null && 'register' in made) return made as Plugin
  throw new ConfigError(`${name} is no plugin: its default export has no register().`, {
    path,
    hint: 'A plugin exports by default what definePlugin returns, or a function that returns it.',
  })
}

function missingHint(name: string, why: string, folder: string): string {
  if (isPath(name)) return `Correct the path in plugins; it begins at ${folder}.`
  const ownImport = /package '([^']+)'/.exec(why)?.[1]
  return `Run: npm install ${ownImport ?? name} (in ${folder})`
}

const isPath = (name: string): boolean => /^\.{0,2}[/\\]/.test(name)

function locate(name: string, folder: string): string {
  if (isPath(name)) return pathToFileURL(resolve(folder, name)).href
  try {
    return pathToFileURL(createRequire(join(folder, 'config.yml')).resolve(name)).href
  } catch {
    // A package for `import` alone, which require() does not see; else what we bring ourselves.
    return importEntry(name, folder) ?? name
  }
}

function importEntry(name: string, folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const home = join(at, 'node_modules', name)
    if (existsSync(join(home, 'package.json'))) {
      const { exports } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
        exports?: unknown
      }
      const entry = target((exports as Record<string, unknown> | undefined)?.['.'] ?? exports)
      return entry === undefined ? undefined : pathToFileURL(join(home, entry)).href
    }
    if (dirname(at) === at) return undefined
  }
}

function target(entry: unknown): string | undefined {
  if (typeof entry === 'string') return entry
  if (typeof entry !== 'object' || entry === null) return undefined
  const conditions = entry as Record<string, unknown>
  return target(conditions['node']) ?? target(conditions['import']) ?? target(conditions['default'])
}
