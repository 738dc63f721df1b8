import type { Command } from 'commander'
import type { CommandContext } from '../command-context.ts'
import { completionScript, shells, type Shell } from '../completion/scripts.ts'
import { commandWords } from '../completion/words.ts'
import { UsageError } from '../usage-error.ts'
import { listing } from './listing.ts'

/** A script that teaches a shell our words. */
export function completionCommand(
  shell: string,
  program: Command,
  context: CommandContext,
): Promise<number> {
  return listing(
    {},
    context,
    () => undefined,
    async () => {
      if (!shells.includes(shell as Shell)) {
        throw new UsageError(
          `There is no completion for "${shell}".`,
          `Write one of ${shells.join(', ')}.`,
        )
      }
      context.write(completionScript(shell as Shell, commandWords(program)))
    },
  )
}
