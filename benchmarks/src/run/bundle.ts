import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
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
