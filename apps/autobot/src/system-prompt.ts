import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What a bot is told of itself, in this order; a file that is not there says nothing. */
const files = ['AGENTS.md', 'SOUL.md', 'USER.md', join('memory', 'MEMORY.md')]

/** Characters of one file; a longer one would crowd out the conversation. */
const longest = 20_000

/** The workspace's own words as the system prompt; undefined when it has none. */
export async function workspacePrompt(workspace: string): Promise<string | undefined> {
  const parts: string[] = []
  for (const file of files) {
    const text = (await read(join(workspace, file))).trim()
    // A heading alone, as a new memory has it, says nothing.
    if (text.replace(/^#.*$/gm, '').trim() !== '') parts.push(text.slice(0, longest))
  }
  const skills = await skillList(join(workspace, 'skills'))
  if (skills !== '') parts.push(skills)
  return parts.length === 0 ? undefined : parts.join('\n\n---\n\n')
}

async function skillList(folder: string): Promise<string> {
  const names: string[] = await readdir(folder).catch(() => [])
  const lines: string[] = []
  for (const name of names.toSorted((a, b) => (a < b ? -1 : 1))) {
    const text = await read(join(folder, name, 'SKILL.md'))
    const head = /^---\r?\n([\s\S]*?)\r?\n---/.exec(text)?.[1] ?? ''
    const description = /^description:\s*["']?(.*?)["']?\s*$/m.exec(head)?.[1]
    if (description !== undefined) lines.push(`- skills/${name}/SKILL.md: ${description}`)
  }
  return lines.length === 0
    ? ''
    : `# Skills\n\nRead the file of a skill before you use it.\n\n${lines.join('\n')}`
}

async function read(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '')
}
