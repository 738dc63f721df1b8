import { existsSync } from 'node:fs'
import type { Item } from './item.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The ground that a run stands on: Node, the clock, the way to the network. */
export function checkMachine(environment: Environment, now: number): readonly Item[] {
  return [
    { level: 'ok', message: `Node ${process.versions.node}` },
    ...checkClock(now),
    ...checkProxy(environment),
    ...checkCertificates(environment),
  ]
}

/** No run is older than this program. With `--live` the clock is held against a server's. */
function checkClock(now: number): readonly Item[] {
  return now >= Date.UTC(2025, 0, 1)
    ? []
    : [
        {
          level: 'error',
          message: `The clock says ${new Date(now).toISOString()}; signed requests will be refused`,
          hint: 'Set the clock of this machine, for example: timedatectl set-ntp true',
        },
      ]
}

function checkProxy(environment: Environment): readonly Item[] {
  const named = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].find(
    (name) => (environment[name] ?? '') !== '',
  )
  if (named === undefined) return []
  const value = environment[named] ?? ''
  if (!URL.canParse(value)) {
    return [
      {
        level: 'error',
        message: `${named} is no URL`,
        hint: `Write it as ${named}=http://HOST:PORT`,
      },
    ]
  }
  const { host } = new URL(value)
  return [{ level: 'ok', message: `Proxy ${host} (${named})` }]
}

function checkCertificates(environment: Environment): readonly Item[] {
  const file = environment['NODE_EXTRA_CA_CERTS'] ?? ''
  if (file === '') return []
  return [
    existsSync(file)
      ? { level: 'ok', message: `Certificates of ${file} are trusted` }
      : {
          level: 'error',
          message: `NODE_EXTRA_CA_CERTS names ${file}, which is not there`,
          hint: 'Correct it, or unset it.',
        },
  ]
}

/** The difference to a server's clock, where it matters. */
export function clockItem(date: string | null, now: number): Item | undefined {
  const theirs = date === null ? Number.NaN : Date.parse(date)
  const minutes = Math.round((now - theirs) / 60_000)
  if (Number.isNaN(minutes) || Math.abs(minutes) < 5) return undefined
  return {
    level: 'error',
    message: `The clock is ${Math.abs(minutes)} minutes ${minutes > 0 ? 'fast' : 'slow'}; signed requests will be refused`,
    hint: 'Set the clock of this machine, for example: timedatectl set-ntp true',
  }
}
