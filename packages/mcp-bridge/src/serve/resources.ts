import type { ServedResource } from './options.ts'

/** What is at an address: the resource that names it, else the first template that fits. */
export function findResource(
  resources: readonly ServedResource[],
  uri: string,
): { readonly resource: ServedResource; readonly values: Record<string, string> } | undefined {
  const named = resources.find((each) => each.uri === uri)
  if (named !== undefined && !isTemplate(named)) return { resource: named, values: {} }
  for (const resource of resources.filter(isTemplate)) {
    const names: string[] = []
    const pattern = resource.uri.replace(
      /\{([^{}]+)\}|[.*+?^$()|[\]\\]/g,
      (found, name?: string) => {
        if (name === undefined) return `\\${found}`
        names.push(name)
        return '([^/]+)'
      },
    )
    const match = new RegExp(`^${pattern}$`).exec(uri)
    if (match === null) continue
    const values = names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')])
    return { resource, values: Object.fromEntries(values) as Record<string, string> }
  }
  return undefined
}

export function isTemplate({ uri }: ServedResource): boolean {
  return /\{[^{}]+\}/.test(uri)
}

export function toContents(
  uri: string,
  { mimeType }: ServedResource,
  found: string | Uint8Array,
):
  | { uri: string; mimeType: string; text: string }
  | { uri: string; mimeType: string; blob: string } {
  return typeof found === 'string'
    ? { uri, mimeType: mimeType ?? 'text/plain', text: found }
    : {
        uri,
        mimeType: mimeType ?? 'application/octet-stream',
        blob: Buffer.from(found).toString('base64'),
      }
}
