import type { SourceFile } from './tree.ts'

/** What a change is made of, as git tells it. */
export interface SurfaceChange {
  /** The pins that differ from those of the branch that releases are made from. */
  readonly pins: readonly SourceFile[]
  /** The changesets that are not on that branch, or not in this form. */
  readonly changesets: readonly SourceFile[]
}

/** Surfaces that changed without a changeset that says so: a name that comes or goes is no patch. */
export function surfaceChangesets({ pins, changesets }: SurfaceChange): readonly string[] {
  const bumps = new Map<string, string>()
  for (const { text } of changesets) {
    const [, head = ''] = /^---\n(.*?)^---/ms.exec(text) ?? []
    for (const [, name = '', bump = ''] of head.matchAll(/^["']?([^"':]+)["']?\s*:\s*(\w+)/gm)) {
      if (bumps.get(name) === undefined || bump !== 'patch') bumps.set(name, bump)
    }
  }
  return pins.flatMap(({ path, text }) => {
    const { name } = JSON.parse(text) as { readonly name: string }
    const bump = bumps.get(name)
    if (bump === undefined) {
      return [`${path}: the surface of ${name} changed without a changeset; run \`pnpm changeset\``]
    }
    return bump === 'patch'
      ? [
          `${path}: the surface of ${name} changed, and its changeset says patch: say minor or major`,
        ]
      : []
  })
}
