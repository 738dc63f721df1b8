import { Argument, type Command } from 'commander'
import type { CommandContext } from '../command-context.ts'
import type { ListFlags } from '../commands/list-flags.ts'
import { withConfig, withExamples, type Done } from './options.ts'

/** Those that show what is there. */
export function addListCommands(program: Command, context: CommandContext, done: Done): void {
  const list = (parent: Command, usage: string, description: string): Command =>
    withConfig(parent.command(usage).description(description)).option('--json', 'print JSON')

  withExamples(
    list(program, 'models [prefix]', 'list the models that a provider offers').action(
      async (prefix: string | undefined, flags: ListFlags) => {
        done(await (await import('../commands/models.ts')).modelsCommand(prefix, flags, context))
      },
    ),
    'models openai',
    'models bedrock --json',
  )
  withExamples(
    list(program, 'providers', 'list the providers and where they come from').action(
      async (flags: ListFlags) => {
        done(await (await import('../commands/providers.ts')).providersCommand(flags, context))
      },
    ),
    'providers',
  )
  withExamples(
    list(program, 'plugins', 'list the plugins and what they bring').action(
      async (flags: ListFlags) => {
        done(await (await import('../commands/plugins.ts')).pluginsCommand(flags, context))
      },
    ),
    'plugins --json',
  )

  withExamples(
    list(program, 'status', 'what is set up here').action(async (flags: ListFlags) => {
      done(await (await import('../commands/status.ts')).statusCommand(flags, context))
    }),
    'status --json',
  )

  const sessions = program.command('sessions').description('stored conversations')
  withExamples(
    list(sessions, 'list', 'the newest first').action(async (flags: ListFlags) => {
      done(await (await import('../commands/sessions.ts')).sessionsList(flags, context))
    }),
    'sessions list',
  )
  withExamples(
    list(sessions, 'show <id>', 'what was said').action(async (id: string, flags: ListFlags) => {
      done(await (await import('../commands/sessions.ts')).sessionsShow(id, flags, context))
    }),
    'sessions show tides',
    'sessions show tides --json | jq .messages',
  )
  withExamples(
    list(sessions, 'delete <id>', 'forget a conversation').action(
      async (id: string, flags: ListFlags) => {
        done(await (await import('../commands/sessions.ts')).sessionsDelete(id, flags, context))
      },
    ),
    'sessions delete tides',
  )
  withExamples(
    program
      .command('completion')
      .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
      .description('print the completion script of bash, zsh or fish')
      .action(async (shell: string) => {
        const { completionCommand } = await import('../commands/completion.ts')
        done(await completionCommand(shell, program, context))
      }),
    'completion bash > ~/.local/share/bash-completion/completions/autobot',
    'completion zsh > ~/.zfunc/_autobot       (fpath+=~/.zfunc before compinit)',
    'completion fish > ~/.config/fish/completions/autobot.fish',
  )
  withExamples(sessions, 'sessions list', 'sessions show tides --json', 'sessions delete tides')
}
