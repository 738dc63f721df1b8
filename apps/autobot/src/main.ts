import { createLog, logLevel } from './log.ts'
import { createRedactor } from './redact.ts'
import { watchSignals } from './interruption.ts'
import { version } from './version.ts'

/** The process's edges: signals, closed pipes, exit status. */
export async function main(words: readonly string[]): Promise<void> {
  if (words.length === 1 && ['--version', '-V', 'version'].includes(words[0] ?? '')) {
    process.stdout.write(`autobot ${version()}\n`)
    return
  }
  const interruption = watchSignals()
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error
      if (stream === process.stdout) interruption.leave()
    })
  }
  const environment = process.env
  const redactor = createRedactor()
  const tell = (text: string): void => void process.stderr.write(redactor.text(text))
  let level = logLevel(environment, false, 'warn')

  const { runCommand } = await import('./arguments.ts')
  const status = await runCommand(words, {
    environment,
    signal: interruption.signal,
    redactor,
    log: createLog(() => level, tell, redactor),
    setLogLevel: (verbose, usual) => void (level = logLevel(environment, verbose, usual)),
    write: (text) => void process.stdout.write(text),
    tell,
    terminal: {
      stdin: process.stdin.isTTY === true,
      stdout: process.stdout.isTTY === true,
      stderr: process.stderr.isTTY === true,
    },
    colour:
      process.stderr.isTTY === true && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb',
  })
  await flushed(process.stdout)
  await flushed(process.stderr)
  // Idle connections of a provider would keep the process for seconds.
  process.exit(interruption.status() ?? status)
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableLength === 0) resolve()
    else stream.write('', () => resolve())
  })
}
