import type { CommandContext } from '../command-context.ts'
import { loadConfig, type LoadedConfig } from '../config/load.ts'
import { checkFiles } from '../doctor/check-files.ts'
import { checkProviders } from '../doctor/check-providers.ts'
import type { Item } from '../doctor/item.ts'
import { processHost } from '../host.ts'
import { failureInfo } from './failure.ts'

export interface DoctorFlags {
  readonly config?: string
  readonly verbose?: boolean
  readonly strict?: boolean
  readonly json?: boolean
}

/** Checks all that a run needs without the network. 0: nothing is wrong. */
export async function doctorCommand(flags: DoctorFlags, context: CommandContext): Promise<number> {
  context.setLogLevel(flags.verbose === true, 'warn')
  const items: Item[] = [{ level: 'ok', message: `Node ${process.versions.node}` }]
  let loaded: LoadedConfig | undefined
  try {
    loaded = await loadConfig(flags.config, {
      environment: context.environment,
      secret: (value) => context.redactor.add(value),
    })
    items.push(...(await checkFiles(loaded, context.environment)))
    items.push(...(await checkProviders(loaded, processHost(context))))
  } catch (error) {
    const { message, hint } = failureInfo(error, loaded)
    items.push({ level: 'error', message, ...(hint !== undefined && { hint }) })
  }
  const errors = items.filter(({ level }) => level === 'error').length
  const warnings = items.filter(({ level }) => level === 'warning').length
  const ok = errors === 0 && (flags.strict !== true || warnings === 0)
  const summary = sum(errors, warnings, flags.strict === true)
  if (flags.json === true) {
    context.write(`${context.redactor.json({ type: 'doctor', ok, errors, warnings, items })}\n`)
  } else {
    const marks = { ok: '✓', note: '—', warning: '!', error: '✗' }
    const lines = items.map(
      ({ level, message, hint }) =>
        `  ${marks[level]} ${message}\n${hint === undefined ? '' : `    → ${hint}\n`}`,
    )
    context.write(context.redactor.text(`Autobot Doctor\n\n${lines.join('')}\n${summary}\n`))
  }
  return ok ? 0 : 1
}

function sum(errors: number, warnings: number, strict: boolean): string {
  if (errors === 0 && warnings === 0) return 'All checks passed!'
  const counted = (count: number, noun: string): string =>
    `${count} ${noun}${count === 1 ? '' : 's'}`
  if (errors > 0) return `${counted(errors, 'error')}, ${counted(warnings, 'warning')} found.`
  return strict
    ? `${counted(warnings, 'warning')} (--strict: warnings are errors).`
    : `${counted(warnings, 'warning')}. All good otherwise!`
}
