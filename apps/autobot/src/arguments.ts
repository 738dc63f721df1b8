import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import type { AgentFlags } from './commands/agent.ts'
import type { DoctorFlags } from './commands/doctor.ts'
import type { ExplainFlags } from './commands/explain.ts'
import type { ListFlags } from './commands/list-flags.ts'
import type { CommandContext } from './command-context.ts'
import { nearest } from './config/nearest.ts'
import { version } from './version.ts'

/** Parses the words and runs the command; each command's code is imported when it is used. */
export async function runCommand(
  words: readonly string[],
  context: CommandContext,
): Promise<number> {
  let status = 0
  const program = build(context, (result) => {
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
      const { failedResult } = await import('./render/result.ts')
      const message = error.message.replace(/^error: /, '')
      const info = { code: 'config', message, hint: "Run 'autobot help'.", retryable: false }
      context.write(`${context.redactor.json(failedResult(info))}\n`)
    }
    return 2
  }
}

function build(context: CommandContext, done: (status: number) => void): Command {
  const program = new Command('autobot')
    .description('Agents that run on any model provider.')
    .version(`autobot ${version()}`, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .configureOutput({ writeOut: context.write, writeErr: context.tell })
    .exitOverride()
    .showHelpAfterError("Run 'autobot help' for usage.")
    .addHelpText('after', examples)

  const command = (name: string, description: string): Command =>
    program
      .command(name)
      .description(description)
      .option('-c, --config <file>', 'configuration file (default: ./config.yml)')
      .option('-v, --verbose', 'log at debug level')

  const asking = (made: Command): Command =>
    made
      .option('-m, --message <text>', 'what to ask; - reads it from stdin')
      .option('-a, --attach <file...>', 'files to send with the message')
      .option('--model <prefix/model>', 'the model (default: agents.defaults.model)')
      .option('--system <text>', 'system prompt')
      .option('--tools <pattern...>', 'only tools whose name matches, such as "mcp_files_*"')
      .addOption(
        new Option('--reasoning <effort>', 'how much to think').choices([
          'none',
          'low',
          'medium',
          'high',
        ]),
      )

  asking(
    command(
      'agent',
      'ask the agent (text on stdin is the message, or comes before it), or talk with it',
    ),
  )
    .option('--fallback <prefix/model...>', 'models to try when the first one fails')
    .option('--max-steps <n>', 'model calls at most (default: 20)', count)
    .addOption(new Option('--json', 'print one JSON object').conflicts('streamJson'))
    .option('--stream-json', 'print one JSON event a line, and the same object last')
    .option('--no-stream', 'print the answer when it is whole')
    .option('--yes', 'approve every call of a tool that asks for it')
    .action(async (flags: AgentFlags) => {
      done(await (await import('./commands/agent.ts')).agentCommand(flags, context))
    })
  asking(command('explain', 'show the request that would be sent, and send nothing'))
    .option('--json', 'print JSON')
    .action(async (flags: ExplainFlags) => {
      done(await (await import('./commands/explain.ts')).explainCommand(flags, context))
    })
  command('doctor', 'check what a run needs, and say how to mend it')
    .option('--strict', 'a warning is an error')
    .option('--json', 'print JSON')
    .action(async (flags: DoctorFlags) => {
      done(await (await import('./commands/doctor.ts')).doctorCommand(flags, context))
    })
  command('models [prefix]', 'list the models that a provider offers')
    .option('--json', 'print JSON')
    .action(async (prefix: string | undefined, flags: ListFlags) => {
      done(await (await import('./commands/models.ts')).modelsCommand(prefix, flags, context))
    })
  command('providers', 'list the providers and where they come from')
    .option('--json', 'print JSON')
    .action(async (flags: ListFlags) => {
      done(await (await import('./commands/providers.ts')).providersCommand(flags, context))
    })
  command('plugins', 'list the plugins and what they bring')
    .option('--json', 'print JSON')
    .action(async (flags: ListFlags) => {
      done(await (await import('./commands/plugins.ts')).pluginsCommand(flags, context))
    })
  return program
}

function count(text: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && number > 0) return number
  throw new InvalidArgumentError('Write a whole number of at least 1.')
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
  $ autobot agent -m "Which of these files is the oldest?"
  $ autobot agent --model openai/gpt-5 --json -m "Hello"
  $ git diff | autobot agent -m "Review this change"
  $ autobot doctor`
