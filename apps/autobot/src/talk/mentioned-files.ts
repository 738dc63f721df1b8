import { existsSync, statSync } from 'node:fs'

/** Files that a message names as `@path` or `@"a path"`; what is no file is only a word. */
export function mentionedFiles(text: string): readonly string[] {
  const found = new Set<string>()
  for (const [, quoted, plain = ''] of text.matchAll(/(?:^|\s)@(?:"([^"]+)"|(\S+))/g)) {
    const candidates = quoted === undefined ? [plain, plain.replace(/[.,;:!?)\]]+$/, '')] : [quoted]
    const file = candidates.find((name) => existsSync(name) && statSync(name).isFile())
    if (file !== undefined) found.add(file)
  }
  return [...found]
}
