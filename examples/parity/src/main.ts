// One agent, one task, real tools, several providers: the conversations have to be the same.
import { relative } from 'node:path'
import { createAgent, errorInfo } from '@autobot/core'
import { mcp } from '@autobot/mcp-bridge'
import { bedrock } from '@autobot/provider-bedrock'
import { http } from '@autobot/provider-http'
import { filesServer } from './files-server.ts'
import { findCredentials } from './live.ts'
import { readOptions, usage, type Options } from './options.ts'
import { createPaint } from './paint.ts'
import { rows as allRows, type Row } from './rows.ts'
import { runRow, type Run } from './run-row.ts'
import { startStandIn, type StandIn } from './stand-in.ts'
import { summarize } from './summary.ts'
import { system, task } from './task.ts'

const write = (text: string): void => void process.stdout.write(text)
const print = (text = ''): void => write(`${text}\n`)
const paint = createPaint(process.stdout.isTTY && (process.env.NO_COLOR ?? '') === '')

async function main(options: Options, signal: AbortSignal): Promise<number> {
  if (!options.live) {
    const standIn = await startStandIn(options.latencyMs)
    try {
      return await compare(options, allRows, standIn, signal)
    } finally {
      await standIn.stop()
    }
  }
  const found = findCredentials(allRows, process.env)
  print('Credentials in the environment:')
  for (const line of found.lines) print(line)
  print()
  if (found.rows.length === 0) {
    process.stderr.write('No credentials were found, so no service can be asked.\n')
    return 2
  }
  return compare(options, found.rows, undefined, signal)
}

async function compare(
  options: Options,
  rows: readonly Row[],
  standIn: StandIn | undefined,
  signal: AbortSignal,
): Promise<number> {
  await using agent = createAgent({
    model: rows[0]?.model ?? '',
    system,
    plugins: [http(), bedrock(), mcp({ servers: { files: filesServer(options.sample) } })],
    ...(standIn !== undefined && {
      providers: Object.fromEntries(
        rows.map((row) => [prefixOf(row.model), row.standIn(standIn.url)]),
      ),
      // Nothing of this machine's environment reaches a stand-in service.
      host: { secret: () => undefined },
    }),
  })
  const services =
    standIn === undefined ? 'the real services' : `stand-in services on ${standIn.url}`
  print(paint.bold(`One agent, one task, ${rows.length} providers: ${services}`))
  print(`Files: ${relative(process.cwd(), options.sample) || '.'}, read by a real MCP server`)
  print(`Task:  ${task}`)
  print()

  const runs: Run[] = []
  const failed: string[] = []
  for (const { model } of rows) {
    print(paint.bold(`── ${model}`))
    try {
      runs.push(await runRow(agent, model, signal, write, paint))
    } catch (error) {
      if (signal.aborted) throw error
      const { code, message, hint } = errorInfo(error)
      failed.push(`${model}: ${code}: ${message}${hint === undefined ? '' : ` ${hint}`}`)
      print(`\n${paint.bad(failed.at(-1) ?? '')}\n`)
    }
  }
  const wireOf = (model: string): string => agent.registry.definition(prefixOf(model))?.wire ?? '?'
  const { lines, differing } = summarize(runs, wireOf)
  for (const line of lines) print(line)
  print()
  return conclude(standIn !== undefined, runs.length, failed, differing)
}

function conclude(
  scripted: boolean,
  answered: number,
  failed: readonly string[],
  differing: readonly string[],
): number {
  for (const line of failed) print(paint.bad(`failed: ${line}`))
  if (!scripted) {
    print(`${answered} answered, ${failed.length} failed. Real models choose their own words.`)
    return failed.length === 0 ? 0 : 1
  }
  for (const line of differing) print(paint.bad(`differs: ${line}`))
  if (failed.length > 0 || differing.length > 0) return 1
  print(paint.good(`Same messages, tool calls and results on all ${answered} providers.`))
  return 0
}

function prefixOf(model: string): string {
  return model.slice(0, model.indexOf('/'))
}

const stopped = new AbortController()

/** Ends the running answer, so that the MCP server and the stand-in service are closed. */
function stop(reason: string, status: number): void {
  // Asked twice: not even the closing is waited for.
  if (stopped.signal.aborted) process.exit(status)
  process.exitCode = status
  stopped.abort(new Error(`Stopped by ${reason}.`))
}

process.on('SIGINT', () => stop('SIGINT', 130))
process.on('SIGTERM', () => stop('SIGTERM', 143))
// Nobody reads any more (`npm start | head`).
process.stdout.on('error', () => stop('a closed pipe', 141))

try {
  const options = readOptions(process.argv.slice(2), process.env)
  if (options.help) write(usage)
  else process.exitCode = await main(options, stopped.signal)
} catch (error) {
  if (!stopped.signal.aborted) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 2
  }
}
