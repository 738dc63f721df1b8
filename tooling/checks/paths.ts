import type { SourceFile } from './tree.ts'

// Joined, so that this file does not hold what it looks for.
const folders = ['work', 'root', 'home/[a-z]', 'Users/[A-Za-z]', 'tmp/[a-z]+-[0-9]'].join('|')
const machinePath = new RegExp(`(?<![\\w.~*)}\\]-])/(${folders})`, 'g')
const registryHosts = [
  ['registry', 'npmjs', 'org'],
  ['registry', 'yarnpkg', 'com'],
  ['npm', 'pkg', 'github', 'com'],
]
const registry = new RegExp(
  [
    ...registryHosts.map((host) => host.join('\\.')),
    // A setting or a lock file's entry that leads to a server.
    `(registry|tarball|resolved)["']?\\s*[=:]\\s*["']?https?://(?!localhost|127\\.0\\.0\\.1)`,
  ].join('|'),
  'gi',
)

/** Paths of one machine, and addresses of package registries. */
export function paths(files: readonly SourceFile[]): readonly string[] {
  const found: string[] = []
  for (const file of files) {
    file.text.split('\n').forEach((line, index) => {
      const say = (what: string, text: string): void => {
        found.push(`${file.path}:${index + 1} ${what}: ${text}`)
      }
      for (const [match] of line.matchAll(machinePath)) say('a path of one machine', match)
      for (const [match] of line.matchAll(registry)) say('the address of a registry', match)
    })
  }
  return found
}
