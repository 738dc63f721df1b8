import { readFileSync } from 'node:fs'

/** Read from the package itself, so that no release forgets it. */
export function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { readonly version: string }).version
}
