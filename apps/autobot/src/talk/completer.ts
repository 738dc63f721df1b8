import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Completes `/commands` at the beginning of a line, and `@files` anywhere. */
export function completer(commands: readonly string[]): (line: string) => [string[], string] {
  return (line) => {
    if (line.startsWith('/') && !line.includes(' ')) {
      return [commands.filter((name) => name.startsWith(line)), line]
    }
    const named = /(?:^|\s)@([^\s"]*)$/.exec(line)?.[1]
    if (named === undefined) return [[], line]
    const folder = named.endsWith('/') ? named : dirname(named)
    try {
      const found = readdirSync(folder === '' ? '.' : folder, { withFileTypes: true })
        .map((entry) => {
          const path =
            folder === '.' && !named.startsWith('.') ? entry.name : join(folder, entry.name)
          return entry.isDirectory() ? `${path}/` : path
        })
        .filter((path) => path.startsWith(named))
      return [found.map((path) => `@${path}`), `@${named}`]
    } catch {
      return [[], line]
    }
  }
}
