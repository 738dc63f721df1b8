import { createLog, logLevel } from './log.ts'
import { createRedactor } from './redact.ts'
import { createStatusLine } from './render/status-line.ts'
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
      if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') {
        if (stream === process.stdout) interruption.leave()
        return
      }
      // A full disk: nothing of the answer is to be had, so the run ends.
      if (stream === process.stdout)
        process.stderr.write(`Error: the output cannot be written: ${error.message}\n`)
      process.exit(1)
    })
  }
  const environment = process.env
  const redactor = createRedactor()
  const colour = process.stderr.isTTY === true && hasColour(environment)
  const statusLine = createStatusLine(process.stderr, colour)
  const tell = (text: string): void =>
    statusLine.around(() => process.stderr.write(redactor.text(text)))
  let level = logLevel(environment, false, 'warn')

  const { runCommand } = await import('./command-line/run-command.ts')
  const status = await runCommand(words, {
    environment,
    signal: interruption.signal,
    redactor,
    log: createLog(() => level, tell, redactor, colour),
    setLogLevel: (verbose, usual) => void (level = logLevel(environment, verbose, usual)),
    write: (text) => void process.stdout.write(text),
    tell,
    terminal: {
      stdin: process.stdin.isTTY === true,
      stdout: process.stdout.isTTY === true,
      stderr: process.stderr.isTTY === true,
    },
    statusLine,
    colour,
    colourOut: process.stdout.isTTY === true && hasColour(environment),
  })
  await flushed(process.stdout)
  await flushed(process.stderr)
  // Idle connections of a provider would keep the process for seconds.
  process.exit(interruption.status() ?? status)
}

function hasColour(environment: Readonly<Record<string, string | undefined>>): boolean {
  return !environment['NO_COLOR'] && environment['TERM'] !== 'dumb'
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableLength === 0) resolve()
    else stream.write('', () => resolve())
  })
}
