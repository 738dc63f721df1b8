import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL, fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { acme, runAutobot, withFolder } from './run-autobot.ts'

const hook = pathToFileURL(fileURLToPath(new URL('./fixtures/list-modules.mjs', import.meta.url)))

/** Packages, ours and others', of which a command loads at least one module. */
async function loadedPackages(
  words: readonly string[],
  files: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<ReadonlySet<string>> {
  return withFolder(files, async (cwd) => {
    const list = join(cwd, 'modules')
    await runAutobot(words, {
      cwd,
      env: { NODE_OPTIONS: `--import=${hook.href}`, LOADED_MODULES: list, ...env },
    })
    const urls = (await readFile(list, 'utf8')).split('\n')
    return new Set(
      urls.flatMap((url) => {
        const ours = /\/packages\/([^/]+)\/src\//.exec(url)?.[1]
        const other = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1]
        return ours ?? other ?? []
      }),
    )
  })
}

it('--version loads nothing', async () => {
  expect(await loadedPackages(['--version'])).toEqual(new Set())
})

it.each([[['--help']], [['help', 'agent']], [['mcp', '--help']]])(
  '%j loads the parser alone',
  async (words) => {
    expect(await loadedPackages(words)).toEqual(new Set(['commander']))
  },
)

it('a question loads one provider, no MCP, no editor of lines, no prices', async () => {
  const env = { OPENAI_API_KEY: 'openai-key-123456', OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' }
  const words = ['explain', '-m', 'hi', '--model', 'openai/gpt-5', '--body']
  expect(await loadedPackages(words, {}, env)).toEqual(
    new Set(['commander', 'core', 'provider-http']),
  )
})

it('a configuration costs the reader of YAML, a workspace the tools', async () => {
  const files = { 'config.yml': `plugins: [${JSON.stringify(acme)}]\n` }
  const found = await loadedPackages(['agent', '-m', 'hi', '--model', 'acme/hello'], files)
  expect(found).toEqual(new Set(['commander', 'core', 'yaml']))
})
