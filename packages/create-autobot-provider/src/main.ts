import { readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { NameError, providerNames } from './provider-names.ts'
import { fillTemplate, flavours, readTemplate, type Flavour } from './template.ts'
import { FolderError, writePackage } from './write-package.ts'

const usage = `npm create autobot-provider NAME [-- --wire openai-chat|own] [-- --into FOLDER]

A package that adds the prefix NAME to autobot, with tests, workflows and a README.

  --wire openai-chat   a host that speaks OpenAI's Chat Completions, or another wire that autobot
                       knows (the default)
  --wire own           a wire that nobody else speaks
  --into FOLDER        where to; default autobot-provider-NAME
  --version, --help
`

export interface Surroundings {
  readonly cwd: string
  /** Default: the one that comes with this package. */
  readonly template?: string
  out(text: string): void
  error(text: string): void
}

const home = fileURLToPath(new URL('..', import.meta.url))

/** The command. Gives the exit status. */
export function main(words: readonly string[], around: Surroundings): number {
  const { cwd, template = join(home, 'template') } = around
  try {
    const { values, positionals } = parse(words)
    if (values.help === true) return say(around, usage)
    if (values.version === true) return say(around, `${ownVersion()}\n`)
    const [name = '', ...rest] = positionals
    if (rest.length > 0) throw new UsageError(`One name, not ${positionals.length}.`)
    const wire = flavourOf(values.wire ?? 'openai-chat')
    const names = providerNames(name, takenPrefixes(template))
    const folder = resolve(cwd, values.into ?? names.folder)
    writePackage(folder, fillTemplate(readTemplate(template, wire), names))
    const where = relative(cwd, folder) || '.'
    return say(
      around,
      `${names.packageName} is in ${where}.

Next:
  ${where === '.' ? '' : `cd ${where} && `}npm install && npm test
  src/index.ts     the provider: its address, its key, what it can do
  npm run record   with ${names.constant}_API_KEY set, test/fixtures deleted: real answers
  npm publish      then, in config.yml of a bot: plugins: ["${names.packageName}"]
`,
    )
  } catch (error) {
    if (!isExpected(error)) throw error
    around.error(`create-autobot-provider: ${error.message}\n`)
    if (error instanceof UsageError) around.error(`\n${usage}`)
    return error instanceof FolderError ? 1 : 2
  }
}

class UsageError extends Error {
  override readonly name = 'UsageError'
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        wire: { type: 'string' },
        into: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
      },
    })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

function flavourOf(wire: string): Flavour {
  const found = flavours.find((name) => name === wire)
  if (found !== undefined) return found
  throw new UsageError(`There is no template for the wire "${wire}": ${flavours.join(' or ')}.`)
}

function isExpected(error: unknown): error is Error {
  return error instanceof UsageError || error instanceof NameError || error instanceof FolderError
}

function takenPrefixes(template: string): ReadonlySet<string> {
  return new Set(JSON.parse(readFileSync(join(template, 'taken.json'), 'utf8')) as string[])
}

function ownVersion(): string {
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
    version: string
  }
  return version
}

function say(around: Surroundings, text: string): number {
  around.out(text)
  return 0
}
