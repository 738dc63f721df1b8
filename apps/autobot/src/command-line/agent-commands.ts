import { Option, type Command } from 'commander'
import type { CommandContext } from '../command-context.ts'
import type { AgentFlags } from '../commands/agent.ts'
import type { ExplainFlags } from '../commands/explain.ts'
import { amount, count, withConfig, withExamples, type Done } from './options.ts'

/** Those that ask a model. */
export function addAgentCommands(program: Command, context: CommandContext, done: Done): void {
  const agent = program
    .command('agent')
    .description(
      'ask the agent (text on stdin is the message, or comes before it), or talk with it',
    )
  asking(agent)
    .option('--fallback <prefix/model...>', 'models to try when the first one fails')
    .option('--max-steps <n>', 'model calls at most (default: 20)', count)
    .option('--max-cost <usd>', 'what the run may cost', amount)
    .addOption(new Option('--json', 'print one JSON object').conflicts('streamJson'))
    .option('--stream-json', 'print one JSON event a line, and the same object last')
    .option('--no-stream', 'print the answer when it is whole')
    .option('--yes', 'approve every call of a tool that asks for it')
    .action(async (flags: AgentFlags) => {
      done(await (await import('../commands/agent.ts')).agentCommand(flags, context))
    })
  withExamples(
    agent,
    'agent                                  talk; /help there',
    'agent -m "What is in this picture?" -a harbour.png',
    'agent -s tides -m "And tomorrow?"       go on with a stored conversation',
    'agent --model bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0 -m "Hello"',
    'agent -m "Summarise" --json < report.txt | jq -r .text',
  )

  const explain = program
    .command('explain')
    .description('show the request that would be sent, and send nothing')
  asking(explain)
    .addOption(new Option('--json', 'print JSON').conflicts('body'))
    .option('--body', 'print the body alone, byte for byte')
    .action(async (flags: ExplainFlags) => {
      done(await (await import('../commands/explain.ts')).explainCommand(flags, context))
    })
  withExamples(explain, 'explain -m "Hello"', 'explain -m "Hello" --body | wc -c')
}

function asking(made: Command): Command {
  return withConfig(made)
    .option('-m, --message <text>', 'what to ask; - reads it from stdin')
    .option('-a, --attach <file...>', 'files to send with the message')
    .option('--model <prefix/model>', 'the model (default: agents.defaults.model)')
    .addOption(
      new Option('-s, --session <id>', 'go on with a stored conversation, or begin it').conflicts(
        'continue',
      ),
    )
    .option('--continue', 'go on with the newest stored conversation')
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
}
