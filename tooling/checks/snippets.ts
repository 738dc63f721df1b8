import type { SourceFile } from './tree.ts'

// `<!-- snippet: PATH -->` or `<!-- snippet: PATH#REGION -->`, and the block of code after it.
const marked = /^<!-- snippet: (\S+?)(?:#(\S+))? -->\n```(\w+)\n([\s\S]*?)^```$/gm

/** Code in the documentation is code that is compiled and run: where the two differ. */
export function snippets(files: readonly SourceFile[]): readonly string[] {
  const byPath = new Map(files.map((file) => [file.path, file.text]))
  const found: string[] = []
  for (const { path, text } of files.filter(isPage)) {
    for (const [, source = '', region, , shown] of text.matchAll(marked)) {
      const wanted = snippet(byPath.get(source), region)
      const name = region === undefined ? source : `${source}#${region}`
      if (wanted === undefined) found.push(`${path}: ${name} is not there`)
      else if (wanted !== shown) {
        found.push(`${path}: the snippet is not ${name} any more; run \`pnpm docs:snippets\``)
      }
    }
  }
  return found
}

/** A page with its snippets as the sources have them. */
export function withSnippets(page: string, files: readonly SourceFile[]): string {
  const byPath = new Map(files.map((file) => [file.path, file.text]))
  return page.replace(marked, (all, source: string, region: string | undefined, language) => {
    const text = snippet(byPath.get(source), region)
    if (text === undefined) return all
    const name = region === undefined ? source : `${source}#${region}`
    return `<!-- snippet: ${name} -->\n\`\`\`${language}\n${text}\`\`\``
  })
}

export function isPage({ path }: SourceFile): boolean {
  return /^docs\/.*\.md$/.test(path)
}

function snippet(text: string | undefined, region: string | undefined): string | undefined {
  if (text === undefined || region === undefined) return text
  const escaped = region.replaceAll(/[^\w-]/g, String.raw`\$&`)
  return new RegExp(`^// #region ${escaped}\\n([\\s\\S]*?)^// #endregion$`, 'm').exec(text)?.[1]
}
