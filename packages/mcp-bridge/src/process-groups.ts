import process from 'node:process'
import { dismiss, guardGroup, unguardGroup } from './watchdog.ts'

const groups = new Set<number>()
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** Marks our listeners, so that two copies of this package do not wait for each other. */
const mark = Symbol.for('autobot.mcp.endWithProcess')

function killAll(): void {
  for (const pid of groups) signalGroup(pid, 'SIGKILL')
}

/** Sends a signal to a process and all that it started. False when none of them is left. */
export function signalGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal)
    return true
  } catch {
    return false
  }
}

/** From here on the group is killed when our own process ends. */
export function watchGroup(pid: number): void {
  if (groups.size === 0) listen()
  groups.add(pid)
  guardGroup(pid)
}

export function forgetGroup(pid: number): void {
  if (!groups.delete(pid)) return
  unguardGroup(pid)
  if (groups.size > 0) return
  unlisten()
  dismiss()
}

/** A signal that nobody handles ends a process without its "exit" event. */
const onSignal = Object.assign(
  (signal: NodeJS.Signals): void => {
    // Someone else decides what it means; if the process ends, "exit" comes anyway.
    if (!process.listeners(signal).every((listener) => mark in listener)) return
    killAll()
    unlisten()
    // Without listeners the signal has its default meaning again.
    process.kill(process.pid, signal)
  },
  { [mark]: true },
)

function listen(): void {
  process.on('exit', killAll)
  for (const signal of signals) process.on(signal, onSignal)
}

function unlisten(): void {
  process.off('exit', killAll)
  for (const signal of signals) process.off(signal, onSignal)
}
