import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Answers } from './answers.ts'
import { writeConfig } from './write-config.ts'
import { writeDotenv } from './write-dotenv.ts'

/** What `.env` and `config.yml` hold follows from the answers. */
export async function writeAnswers(folder: string, answers: Answers): Promise<void> {
  await writeConfig(join(folder, 'config.yml'), answers, emptyConfig)
  await writeDotenv(join(folder, '.env'), answers.dotenv)
}

/** A new bot: its settings, its workspace, a place for its conversations. */
export async function makeBotFolder(folder: string, answers: Answers): Promise<void> {
  const workspace = join(folder, 'workspace')
  for (const path of [
    folder,
    workspace,
    join(workspace, 'memory'),
    join(workspace, 'skills'),
    join(folder, 'sessions'),
  ]) {
    await mkdir(path, { recursive: true, mode: 0o700 })
    await chmod(path, 0o700)
  }
  await writeAnswers(folder, answers)
  await writeFile(join(folder, '.gitignore'), gitignore, { mode: 0o644 })
  for (const [name, text] of Object.entries(workspaceFiles)) {
    await writeFile(join(workspace, name), text, { mode: 0o600 })
  }
}

const emptyConfig = `# autobot: what can stand here is in docs/configuration.md of the project.
# Secrets belong into .env, beside this file; \${NAME} brings them here.
agents:
  defaults:
    workspace: "./workspace"
    max_tool_iterations: 20
providers:
`

const gitignore = `.env
.env.*
sessions/
history/
logs/
data/
workspace/memory/
`

const workspaceFiles: Readonly<Record<string, string>> = {
  'AGENTS.md': `# Instructions

You are a helpful assistant with tools. The files of this workspace are yours to read and write.

- Look before you answer: read the file, run the command.
- Say what you did, in few words. Say so when something did not work.
- What should outlast this talk belongs into memory/MEMORY.md.
`,
  'SOUL.md': `# Character

Friendly, exact, brief. Asks when a question has two meanings.
`,
  'USER.md': `# About the user

(Write here what the assistant should know: name, time zone, language, preferences.)
`,
  [join('memory', 'MEMORY.md')]: '# Memory\n',
  [join('memory', 'HISTORY.md')]: '# History\n',
}
