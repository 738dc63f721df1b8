import { existsSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { CommandContext } from '../command-context.ts'
import { loadDotenv } from '../config/dotenv.ts'
import { answersFromFlags, type Answers, type SetupFlags } from '../setup/answers.ts'
import { makeBotFolder, writeAnswers } from '../setup/bot-folder.ts'
import { findLocalServers } from '../setup/find-local-servers.ts'
import { UsageError } from '../usage-error.ts'
import { listing } from './listing.ts'

export interface SetupCommandFlags extends SetupFlags {
  readonly config?: string
  /** Whether the provider is asked once at the end. */
  readonly probe?: boolean
}

/** A new bot's folder. */
export function newCommand(
  name: string | undefined,
  flags: SetupCommandFlags,
  context: CommandContext,
): Promise<number> {
  return listing(
    {},
    context,
    () => undefined,
    async () => {
      if (name === undefined) throw new UsageError('Bot name required', 'Usage: autobot new <name>')
      if (!/^[\w][\w.-]*$/.test(name)) {
        throw new UsageError(
          `"${name}" cannot be the name of a bot.`,
          'Use letters, digits, ".", "_" and "-".',
        )
      }
      const folder = resolve(name)
      if (existsSync(folder)) {
        throw new UsageError(
          `Directory '${name}' already exists`,
          `Choose another name, or run: cd ${name} && autobot setup`,
        )
      }
      const answers = await gather(flags, context)
      await makeBotFolder(folder, answers)
      context.write(`✅ Bot '${name}' created successfully!\n`)
      if (answers.missing !== undefined) context.write(`⚠  ${answers.missing}\n`)
      context.write(`\nNext steps:\n  cd ${name}\n  autobot doctor\n  autobot agent\n`)
      if (flags.probe === true) await probe(join(folder, 'config.yml'), context)
    },
  )
}

/** The same questions for a folder that is there. */
export function setupCommand(flags: SetupCommandFlags, context: CommandContext): Promise<number> {
  return listing(
    {},
    context,
    () => undefined,
    async () => {
      const file = resolve(flags.config ?? 'config.yml')
      if (flags.config !== undefined && basename(file) !== 'config.yml') {
        throw new UsageError('Setup writes config.yml.', 'Name a file config.yml with -c.')
      }
      const folder = dirname(file)
      const inFile: Record<string, string | undefined> = { ...context.environment }
      await loadDotenv(folder, inFile)
      const answers = await gather(flags, { ...context, environment: inFile })
      await writeAnswers(folder, answers)
      context.write(`✓ ${answers.model} is set up in config.yml\n`)
      if (answers.missing !== undefined) context.write(`⚠  ${answers.missing}\n`)
      if (flags.probe === true) await probe(file, context)
      else context.write('\nNext: autobot doctor --live\n')
    },
  )
}

async function gather(flags: SetupFlags, context: CommandContext): Promise<Answers> {
  const { environment, terminal } = context
  const asks = flags.yes !== true && terminal.stdin && terminal.stdout
  if (!asks && flags.yes !== true && flags.provider === undefined && flags.model === undefined) {
    throw new UsageError(
      'There is no terminal to ask on.',
      'Pass --provider PREFIX, or --yes to take what is found.',
    )
  }
  const servers = await findLocalServers(globalThis.fetch, environment)
  if (!asks) return answersFromFlags(flags, environment, servers)
  const { askAnswers } = await import('../setup/wizard.ts')
  const answers = await askAnswers({ flags, environment, servers, signal: context.signal })
  if (answers === undefined) throw new UsageError('Setup was left. Nothing was written.')
  for (const value of Object.values(answers.dotenv)) context.redactor.add(value)
  return answers
}

async function probe(file: string, context: CommandContext): Promise<void> {
  const { doctorCommand } = await import('./doctor.ts')
  await doctorCommand({ config: file, live: true }, context)
}
