import type { LogLevel } from '@autobot/core/provider'
import type { Redactor } from './redact.ts'

export type Log = (
  level: LogLevel,
  message: string,
  fields?: Readonly<Record<string, unknown>>,
) => void

const order: readonly LogLevel[] = ['debug', 'info', 'warn', 'error']

/** `LOG_LEVEL`, else debug for `-v`, else `usual`. */
export function logLevel(
  environment: Readonly<Record<string, string | undefined>>,
  verbose: boolean,
  usual: LogLevel,
): LogLevel {
  const named = environment['LOG_LEVEL']?.trim().toLowerCase()
  const found = order.find((level) => level === (named === 'warning' ? 'warn' : named))
  return found ?? (verbose ? 'debug' : usual)
}

/** One line a message: `[07:40:01] WARN  text key=value`. */
export function createLog(
  threshold: () => LogLevel,
  write: (text: string) => void,
  redactor: Redactor,
  colour = false,
): Log {
  return (level, message, fields) => {
    if (order.indexOf(level) < order.indexOf(threshold())) return
    const time = new Date().toTimeString().slice(0, 8)
    const more = Object.entries(fields ?? {})
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => ` ${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
      .join('')
    const line = redactor.text(`[${time}] ${level.toUpperCase().padEnd(5)} ${message}${more}`)
    const isAside = colour && (level === 'debug' || level === 'info')
    write(isAside ? `\u001b[2m${line}\u001b[0m\n` : `${line}\n`)
  }
}
