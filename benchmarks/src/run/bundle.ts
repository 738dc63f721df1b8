import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const here = (file: string): string => fileURLToPath(new URL(`../${file}`, import.meta.url))

/**
 * Plain JavaScript of a contender's program, in the folder where its packages are installed: what
 * Node spends on TypeScript belongs to nobody.
 */
export async function bundleProgram(contender: string, place: string): Promise<string> {
  const outfile = join(place, `cold-${contender.replace(/^.*\//, '').replace(/\.\w+$/, '')}.mjs`)
  await build({
    stdin: {
      contents: `import { contender } from ${JSON.stringify(contender)}
import { answerOnce } from ${JSON.stringify(here('cold.ts'))}
await answerOnce(contender)`,
      resolveDir: place,
    },
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  })
  return outfile
}

/** Bytes after gzip of a one-file program; all that it may load later is in it. */
export async function bundledSize(
  code: string,
  place: string,
  external: readonly string[] = [],
): Promise<number> {
  const file = join(place, 'bundled.mjs')
  writeFileSync(file, code)
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    minify: true,
    platform: 'node',
    format: 'esm',
    external: [...external],
    logLevel: 'error',
  })
  return gzipSync(outputFiles[0]?.contents ?? '').length
}
