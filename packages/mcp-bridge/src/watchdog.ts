import { spawn, type ChildProcess } from 'node:child_process'
import process from 'node:process'

/**
 * Reads `+ pid` and `- pid`. The end of its input is the end of us, however it came: it then
 * gives the groups that are left two seconds, in which good servers end by themselves, and kills
 * them. A shell, because it takes a megabyte and two milliseconds.
 */
const script = `
pids=''
while read -r sign pid; do
  rest=''
  for each in $pids; do [ "$each" = "$pid" ] || rest="$rest $each"; done
  pids=$rest
  [ "$sign" = + ] && pids="$pids $pid"
done
[ -z "$pids" ] && exit 0
sleep 2
for each in $pids; do kill -s KILL -- "-$each" 2>/dev/null; done
`

let dog: ChildProcess | undefined

/** From here on the group does not outlive us, even if we are killed. */
export function guardGroup(pid: number): void {
  dog ??= start()
  tell(`+ ${pid}`)
}

export function unguardGroup(pid: number): void {
  tell(`- ${pid}`)
}

/** There is no group any more. */
export function dismiss(): void {
  dog?.stdin?.end()
  dog = undefined
}

function tell(line: string): void {
  if (dog?.stdin?.writable === true) dog.stdin.write(`${line}\n`)
}

function start(): ChildProcess | undefined {
  if (process.platform === 'win32') return undefined
  const started = spawn('/bin/sh', ['-c', script, 'autobot-mcp-watchdog'], {
    // A session of its own: what ends us from a terminal must not end it as well.
    detached: true,
    env: { PATH: '/usr/bin:/bin' },
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  // Without it, servers that ignore the end of their input may survive a kill of ours.
  started.on('error', () => undefined)
  started.stdin.on('error', () => undefined)
  started.unref()
  ;(started.stdin as unknown as { unref?: () => void }).unref?.()
  return started
}
