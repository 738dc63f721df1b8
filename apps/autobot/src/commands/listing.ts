import type { CommandContext } from '../command-context.ts'
import type { LoadedConfig } from '../config/load.ts'
import { tellError } from '../render/tell-error.ts'
import { failedResult } from '../render/result.ts'
import { exitStatus, failureInfo } from './failure.ts'

/** Runs a command that prints a list; an error is told as `agent` tells it. */
export async function listing(
  flags: { readonly json?: boolean },
  context: CommandContext,
  loaded: () => LoadedConfig | undefined,
  run: () => Promise<void>,
): Promise<number> {
  try {
    await run()
    return 0
  } catch (error) {
    const info = failureInfo(error, loaded())
    if (flags.json === true) context.write(`${context.redactor.json(failedResult(info))}\n`)
    else tellError(context, info)
    return exitStatus(info)
  }
}
