import { resolve } from 'node:path'
import type { CommandContext } from '../command-context.ts'
import { loadConfig, type LoadedConfig } from '../config/load.ts'
import { checkFiles } from '../doctor/check-files.ts'
import { checkMachine } from '../doctor/check-machine.ts'
import { checkProviders } from '../doctor/check-providers.ts'
import { checkSandbox } from '../doctor/check-sandbox.ts'
import { checkServers, checkServersLive } from '../doctor/check-servers.ts'
import type { Item } from '../doctor/item.ts'
import { processHost } from '../host.ts'
import { failureInfo } from './failure.ts'

export interface DoctorFlags {
  readonly config?: string
  readonly verbose?: boolean
  readonly strict?: boolean
  readonly json?: boolean
  /** Whether providers are asked and servers are started. */
  readonly live?: boolean
}

/** Checks all that a run needs; without `live` nothing is sent. 0: nothing is wrong. */
export async function doctorCommand(flags: DoctorFlags, context: CommandContext): Promise<number> {
  context.setLogLevel(flags.verbose === true, 'error')
  const { environment, redactor, signal } = context
  const host = processHost(context)
  const live = flags.live === true
  const items: Item[] = []
  let loaded: LoadedConfig | undefined
  try {
    loaded = await loadConfig(flags.config, {
      environment,
      secret: (value) => redactor.add(value),
    })
    items.push(...(await checkFiles(loaded)))
    const [sandbox, providers, servers, started] = await Promise.all([
      checkSandbox(loaded, host),
      checkProviders({ loaded, host, live, signal }),
      checkServers(loaded, host, environment),
      live ? checkServersLive(loaded, host, signal) : [],
    ])
    items.push(...providers, ...sandbox, ...servers, ...started)
  } catch (error) {
    const { message, hint } = failureInfo(error, loaded)
    items.push({ level: 'error', message, ...(hint !== undefined && { hint }) })
  }
  items.push(...checkMachine(environment, host.now()))
  const errors = items.filter(({ level }) => level === 'error').length
  const warnings = items.filter(({ level }) => level === 'warning').length
  const strict = flags.strict === true
  const ok = errors === 0 && (!strict || warnings === 0)
  if (flags.json === true) {
    context.write(`${redactor.json({ type: 'doctor', ok, errors, warnings, items })}\n`)
  } else {
    const page = [
      'Autobot Doctor\n\n',
      `  Config  ${resolve(flags.config ?? 'config.yml')}\n`,
      ...(loaded === undefined ? [] : [`  Env     ${loaded.dotenv ?? '-'}\n`]),
      '\n',
      ...items.map((item) => line(item, context.colourOut)),
      `\n${sum(errors, warnings, strict)}\n`,
    ]
    context.write(redactor.text(page.join('')))
  }
  return ok ? 0 : 1
}

const marks = { ok: '✓', note: '—', warning: '!', error: '✗' } as const
const colours = { ok: 32, note: 2, warning: 33, error: 31 } as const

function line({ level, message, hint }: Item, colour: boolean): string {
  const mark = colour ? `\u001b[${colours[level]}m${marks[level]}\u001b[0m` : marks[level]
  return `  ${mark} ${message}\n${hint === undefined ? '' : `    → ${hint}\n`}`
}

function sum(errors: number, warnings: number, strict: boolean): string {
  if (errors === 0 && warnings === 0) return 'All checks passed!'
  const counted = (count: number, noun: string): string =>
    `${count} ${noun}${count === 1 ? '' : 's'}`
  if (errors > 0) return `${counted(errors, 'error')}, ${counted(warnings, 'warning')} found.`
  return `${counted(warnings, 'warning')}. ${strict ? '(--strict: warnings treated as errors)' : 'All good otherwise!'}`
}
