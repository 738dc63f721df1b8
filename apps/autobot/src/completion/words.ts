import type { Command } from 'commander'

/** What may be typed after a command, for scripts that complete it. */
export interface CommandWords {
  /** Empty for the program itself. */
  readonly path: readonly string[]
  readonly commands: readonly { readonly name: string; readonly description: string }[]
  /** What its first argument may be. */
  readonly values: readonly string[]
  readonly options: readonly {
    readonly long: string
    readonly short: string | undefined
    readonly description: string
    /** A value follows. */
    readonly takes: 'nothing' | 'text' | 'file'
    readonly choices: readonly string[]
  }[]
}

/** The tree of commands as tables, the program first. */
export function commandWords(program: Command): readonly CommandWords[] {
  const walk = (command: Command, path: readonly string[]): readonly CommandWords[] => {
    const help = command.createHelp()
    const commands = help.visibleCommands(command)
    return [
      {
        path,
        commands: commands.map((each) => ({
          name: each.name(),
          description: each.description(),
        })),
        values: command.registeredArguments[0]?.argChoices ?? [],
        options: help.visibleOptions(command).flatMap((option) => {
          if (option.long === undefined || option.long === null) return []
          const takesFile = /file/.test(option.flags)
          const takesText = option.required || option.optional
          return {
            long: option.long,
            short: option.short,
            description: option.description,
            takes: takesFile ? 'file' : takesText ? 'text' : 'nothing',
            choices: option.argChoices ?? [],
          } as const
        }),
      },
      ...commands
        .filter((each) => each.name() !== 'help')
        .flatMap((each) => walk(each, [...path, each.name()])),
      ...(commands.length === 0
        ? []
        : [
            helpTopics(
              path,
              commands.map((each) => each.name()),
            ),
          ]),
    ]
  }
  return walk(program, [])
}

/** `help` takes the name of a command that stands beside it. */
function helpTopics(path: readonly string[], names: readonly string[]): CommandWords {
  const values = names.filter((name) => name !== 'help')
  return { path: [...path, 'help'], commands: [], values, options: [] }
}
