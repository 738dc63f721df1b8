import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

export interface Options {
  readonly help: boolean
  readonly live: boolean
  readonly sample: string
  /** Between two pieces of a streamed answer of the stand-in service. */
  readonly latencyMs: number
}

export const usage = `npm start -- [--live] [--sample FOLDER] [--latency MS]
  --live           asks the real services whose credentials are in the environment
  --sample FOLDER  the folder that the model reads (AUTOBOT_PARITY_SAMPLE)
  --latency MS     between two pieces of a stand-in answer; default 8
`

/** Throws on what it does not know. */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): Options {
  const { values } = parseArgs({
    // `npm start -- --live` reaches the script with the bare `--` through some runners.
    args: args.filter((arg) => arg !== '--'),
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      live: { type: 'boolean', default: false },
      sample: { type: 'string' },
      latency: { type: 'string', default: '8' },
    },
  })
  const latencyMs = Number(values.latency)
  if (!Number.isFinite(latencyMs) || latencyMs < 0) throw new Error('--latency takes milliseconds.')
  const sample = values.sample ?? env.AUTOBOT_PARITY_SAMPLE
  return {
    help: values.help,
    live: values.live,
    sample: sample === undefined ? resolve(import.meta.dirname, '../sample') : resolve(sample),
    latencyMs,
  }
}
