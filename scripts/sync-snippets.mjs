// Writes the code that the documentation shows, as tooling/checks/snippets.test.ts demands it.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isPage, withSnippets } from '../tooling/checks/snippets.ts'
import { readTree, root } from '../tooling/checks/tree.ts'

const files = readTree()
for (const page of files.filter(isPage)) {
  const text = withSnippets(page.text, files)
  if (text === page.text) continue
  writeFileSync(join(root, page.path), text)
  console.log(page.path)
}
