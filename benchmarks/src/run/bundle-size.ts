import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type BuildOptions } from 'esbuild'
import { run } from './command.ts'
import { cleanEnvironment } from './process.ts'

/** Bytes after gzip. */
export interface BundleSize {
  /** In one file: all that the program may ever load is in it. */
  readonly whole: number
  /** In files that are loaded when they are needed: those that its first answer needed. */
  readonly firstAnswer: number
}

const recorder = new URL('record-loads.ts', import.meta.url).href

/**
 * A program that asks one question and prints the answer, bundled in both ways. What the first
 * answer needs is not reckoned: the program runs against the server of the benchmark.
 */
export async function bundleSize(code: string, place: string, port: number): Promise<BundleSize> {
  // Where Node says that a file is, links followed. Beside the packages that it imports.
  const folder = realpathSync(mkdtempSync(join(place, 'bundle-')))
  try {
    return await sizesIn(folder, code, port)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function sizesIn(folder: string, code: string, port: number): Promise<BundleSize> {
  const entry = join(folder, 'program.mjs')
  writeFileSync(entry, code)
  const options = {
    entryPoints: [entry],
    bundle: true,
    minify: true,
    platform: 'node' as const,
    format: 'esm' as const,
    logLevel: 'error' as const,
  } satisfies BuildOptions
  const { outputFiles } = await build({ ...options, write: false as const })
  const outdir = join(folder, 'out')
  await build({ ...options, splitting: true, outdir, outExtension: { '.js': '.mjs' } })
  const list = join(folder, 'loaded.json')
  const text = await run(
    process.execPath,
    ['--import', recorder, join(outdir, 'program.mjs')],
    folder,
    {
      ...cleanEnvironment,
      BENCH_LOADED: list,
      OPENAI_API_KEY: 'none',
      OPENAI_BASE_URL: `http://127.0.0.1:${port}/bench-chat/v1`,
    },
  )
  if (text === '') throw new Error('The bundled program printed no answer.')
  const loaded = JSON.parse(readFileSync(list, 'utf8')) as readonly string[]
  const size = (content: Uint8Array): number => gzipSync(content).length
  return {
    whole: size(outputFiles[0]?.contents ?? new Uint8Array()),
    firstAnswer: loaded
      .filter((file) => file.startsWith(outdir))
      .reduce((sum, file) => sum + size(readFileSync(file)), 0),
  }
}
