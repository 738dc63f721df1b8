import { Command, CommanderError } from 'commander'
import type { CommandContext } from '../command-context.ts'
import { nearest } from '../config/nearest.ts'
import { version } from '../version.ts'
import { addAgentCommands } from './agent-commands.ts'
import { addBotCommands } from './bot-commands.ts'
import { addListCommands } from './list-commands.ts'
import { addServerCommands } from './server-commands.ts'

/** Parses the words and runs the command; each command's code is imported when it is used. */
export async function runCommand(
  words: readonly string[],
  context: CommandContext,
): Promise<number> {
  let status = 0
  const program = commandTree(context, (result) => {
    status = result
  })
  try {
    if (words.length === 0) program.help()
    refuseUnknownTopic(program, words)
    await program.parseAsync([...words], { from: 'user' })
    return status
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return 0
    if (words.includes('--json') || words.includes('--stream-json')) {
      const { failedResult } = await import('../render/result.ts')
      const message = error.message.replace(/^error: /, '')
      const info = { code: 'config', message, hint: "Run 'autobot help'.", retryable: false }
      context.write(`${context.redactor.json(failedResult(info))}\n`)
    }
    return 2
  }
}

/** Every command with its options; nothing of what they do is loaded. */
export function commandTree(context: CommandContext, done: (status: number) => void): Command {
  const program = new Command('autobot')
    .description('Agents that run on any model provider.')
    .version(`autobot ${version()}`, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .configureOutput({ writeOut: context.write, writeErr: context.tell })
    .exitOverride()
    .showHelpAfterError("Run 'autobot help' for usage.")
    .addHelpText('after', examples)
  addBotCommands(program, context, done)
  addAgentCommands(program, context, done)
  addListCommands(program, context, done)
  addServerCommands(program, context, done)
  return program
}

/** `help agnt` is a slip to tell, not a reason for the general help. */
function refuseUnknownTopic(program: Command, words: readonly string[]): void {
  const [first, topic] = words
  if (first !== 'help' || topic === undefined || topic.startsWith('-')) return
  const known = [...program.commands.map((command) => command.name()), 'help']
  if (known.includes(topic)) return
  const meant = nearest(topic, known)
  program.error(
    `error: unknown command '${topic}'${meant === undefined ? '' : `\n(Did you mean ${meant}?)`}`,
  )
}

const examples = `
Examples:
  $ autobot new mybot                     make a bot's folder
  $ autobot agent                         talk with it
  $ autobot agent -m "Which of these files is the oldest?"
  $ git diff | autobot agent -m "Review this change"
  $ autobot agent --model openai/gpt-5 --json -m "Hello"
  $ autobot doctor                        what is missing, and how to mend it`
