import type { Command } from 'commander'
import type { CommandContext } from '../command-context.ts'
import type { DoctorFlags } from '../commands/doctor.ts'
import type { SetupCommandFlags } from '../commands/setup.ts'
import { withConfig, withExamples, type Done } from './options.ts'

/** Those that make a bot and keep it well. */
export function addBotCommands(program: Command, context: CommandContext, done: Done): void {
  withExamples(
    answers(
      program.command('new [name]').description("make a bot's folder; asks on a terminal"),
    ).action(async (name: string | undefined, flags: SetupCommandFlags) => {
      done(await (await import('../commands/setup.ts')).newCommand(name, flags, context))
    }),
    'new mybot',
    'new mybot --provider bedrock --region eu-central-1 --profile work',
    'new mybot --provider openai --model gpt-5 --api-key-env OPENAI_API_KEY --yes',
  )
  withExamples(
    answers(
      program.command('setup').description('choose a provider and its credentials for this folder'),
    )
      .option('-c, --config <file>', 'the config.yml to change (default: ./config.yml)')
      .action(async (flags: SetupCommandFlags) => {
        done(await (await import('../commands/setup.ts')).setupCommand(flags, context))
      }),
    'setup',
    'setup --provider ollama --model llama3.2 --yes',
    'setup --provider mybox --api-base http://gpu:8000/v1 --model small',
  )
  withExamples(
    withConfig(
      program.command('doctor').description('check what a run needs, and say how to mend it'),
    )
      .option('--live', 'also ask each provider for one token and start each MCP server')
      .option('--strict', 'a warning is an error')
      .option('--json', 'print JSON')
      .action(async (flags: DoctorFlags) => {
        done(await (await import('../commands/doctor.ts')).doctorCommand(flags, context))
      }),
    'doctor',
    'doctor --live --strict',
  )
}

/** Every question of the wizard as a flag. */
function answers(command: Command): Command {
  return command
    .option('--provider <prefix>', 'the provider')
    .option('--model <model>', 'its model')
    .option('--api-key-env <name>', 'the variable that holds the key')
    .option('--api-base <url>', 'where a server of your own answers')
    .option('--region <region>', 'AWS region')
    .option('--profile <name>', 'AWS profile')
    .option('--probe', 'ask the provider once at the end')
    .option('--yes', 'ask nothing; take what was found for what is not named')
}
