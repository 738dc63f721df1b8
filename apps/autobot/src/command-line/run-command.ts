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
    if (words[0] === 'help') showTopic(program, words.slice(1))
    if (words[1] === 'help') showTopic(program, words.toSpliced(1, 1))
    await program.parseAsync(optionsLast(program, words), { from: 'user' })
    return status
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return 0
    if (words.includes('--json') || words.includes('--stream-json')) {
      const { failedResult } = await import('../render/result.ts')
      const message = error.message.replace(/^error: /, '')
      const hint = usageHint(commandOf(program, words))
      const info = { code: 'config', message, hint, retryable: false }
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
    .addHelpText('after', examples)
  addBotCommands(program, context, done)
  addAgentCommands(program, context, done)
  addListCommands(program, context, done)
  addServerCommands(program, context, done)
  for (const command of [program, ...everyCommand(program)])
    command.showHelpAfterError(usageHint(command))
  return program
}

function everyCommand(command: Command): readonly Command[] {
  return command.commands.flatMap((each) => [each, ...everyCommand(each)])
}

function usageHint(command: Command): string {
  const path: string[] = []
  for (let at: Command | null = command; at?.parent; at = at.parent) path.unshift(at.name())
  return `Run '${['autobot', 'help', ...path].join(' ')}' for usage.`
}

/** The command that the words begin with; the program itself when they name none. */
function commandOf(program: Command, words: readonly string[]): Command {
  let command = program
  for (const word of words) {
    const next = command.commands.find((each) => each.name() === word)
    if (next === undefined) break
    command = next
  }
  return command
}

/** `-c FILE` and `-v` may stand before the command, too. */
function optionsLast(program: Command, words: readonly string[]): string[] {
  let at = 0
  for (let word = words[at]; word !== undefined; word = words[at]) {
    if (['-c', '--config'].includes(word)) at += 2
    else if (['-v', '--verbose'].includes(word) || word.startsWith('--config=')) at += 1
    else break
  }
  const options = words.slice(0, at)
  const rest = words.slice(at)
  if (options.length === 0 || rest.length === 0) return [...words]
  const command = commandOf(program, rest)
  const depth = command === program ? 0 : command.parent === program ? 1 : 2
  return [...rest.slice(0, depth), ...options, ...rest.slice(depth)]
}

/** `help mcp add` is about `mcp add`; `help agnt` is a slip to tell, not the general help. */
function showTopic(program: Command, topic: readonly string[]): undefined {
  const command = commandOf(program, topic)
  let depth = 0
  for (let at = command; at !== program && at.parent !== null; at = at.parent) depth += 1
  const unknown = topic[depth]
  if (unknown === undefined || unknown === 'help' || unknown.startsWith('-')) return command.help()
  const meant = nearest(
    unknown,
    command.commands.map((each) => each.name()),
  )
  command.error(
    `error: unknown command '${unknown}'${meant === undefined ? '' : `\n(Did you mean ${meant}?)`}`,
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
