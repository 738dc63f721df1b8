import { InvalidArgumentError, type Command } from 'commander'

export type Done = (status: number) => void

/** Of every command that reads the configuration. */
export function withConfig(command: Command): Command {
  return command
    .option('-c, --config <file>', 'configuration file (default: ./config.yml)')
    .option('-v, --verbose', 'log at debug level')
}

export function withExamples(command: Command, ...lines: readonly string[]): Command {
  return command.addHelpText(
    'after',
    `\nExamples:\n${lines.map((line) => `  $ autobot ${line}`).join('\n')}`,
  )
}

export function count(text: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && number > 0) return number
  throw new InvalidArgumentError('Write a whole number of at least 1.')
}

export function amount(text: string): number {
  const number = Number(text)
  if (text.trim() !== '' && Number.isFinite(number) && number >= 0) return number
  throw new InvalidArgumentError('Write an amount of US dollars, such as 0.50.')
}
