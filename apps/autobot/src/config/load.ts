import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { ConfigError } from '@autobot/core/provider'
import type { Config, Problem, Where } from './config.ts'
import { loadDotenv } from './dotenv.ts'
import { expand } from './expand.ts'
import { isSecretName, secretsOf } from './secrets.ts'
import { validate } from './validate.ts'

export interface LoadedConfig {
  readonly config: Config
  /** The file as it was named; undefined when there is none. */
  readonly file: string | undefined
  /** Where the file is, or would be. */
  readonly folder: string
  readonly dotenv: string | undefined
  /** The `.mcp.json` beside the file, as it is written. */
  readonly mcpJson: { readonly file: string; readonly text: string } | undefined
  /** The file as it is written, before variables are put in. */
  readonly raw: unknown
  readonly warnings: readonly string[]
  readonly where: Where
}

export interface LoadContext {
  readonly environment: Record<string, string | undefined>
  /** Told of each secret as soon as it is known, so that no later message shows it. */
  readonly secret: (value: string) => void
}

/** `-c FILE`, else `./config.yml`, else nothing; with the `.env` beside it. */
export async function loadConfig(
  path: string | undefined,
  context: LoadContext,
): Promise<LoadedConfig> {
  const file = path ?? 'config.yml'
  const folder = dirname(resolve(file))
  const text = await read(file, path !== undefined)
  const dotenv = await loadDotenv(folder, context.environment)
  for (const [name, value] of Object.entries(context.environment)) {
    if (value !== undefined && isSecretName(name)) context.secret(value)
  }
  const servers = join(folder, '.mcp.json')
  const serversText = await read(servers, false)
  const mcpJson = serversText === undefined ? undefined : { file: servers, text: serversText }
  for (const secret of secretsOfJson(serversText ?? '', context.environment)) context.secret(secret)
  if (text === undefined) {
    const where = (): string => file
    return { config: {}, file: undefined, folder, dotenv, mcpJson, raw: {}, warnings: [], where }
  }

  const { raw, where } = await parse(text, file)
  for (const secret of secretsOf(raw)) if (!secret.includes('${')) context.secret(secret)
  const expanded = expand(raw, (name) => context.environment[name])
  for (const { variable, value, path: place } of expanded.used) {
    if (isSecretName(variable) || isSecretName(String(place.at(-1)))) context.secret(value)
  }
  for (const secret of secretsOf(expanded.value)) context.secret(secret)
  refuse(expanded.errors, where)

  const places = new Set(expanded.used.map((item) => item.path.join('.')))
  const checked = validate(expanded.value, (place) => places.has(place.join('.')))
  refuse(checked.errors, where)
  return {
    config: checked.value as Config,
    file,
    folder,
    dotenv,
    mcpJson,
    raw,
    warnings: [...expanded.warnings, ...checked.warnings].map((problem) => line(problem, where)),
    where,
  }
}

/** Of a `.mcp.json`; that it is not JSON is told where it is used. */
function secretsOfJson(text: string, environment: LoadContext['environment']): readonly string[] {
  try {
    return secretsOf(expand(JSON.parse(text), (name) => environment[name]).value)
  } catch {
    return []
  }
}

async function read(file: string, required: boolean): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' && !required) return undefined
    const why =
      code === 'ENOENT'
        ? `Config file not found: ${file}`
        : `Config file ${file} cannot be read: ${message}`
    throw new ConfigError(why, { hint: 'Name an existing file with -c FILE.', cause: error })
  }
}

async function parse(text: string, file: string): Promise<{ raw: unknown; where: Where }> {
  // Only here: a run without a file does not pay for the parser.
  const [{ parseDocument, LineCounter }, { createPositions }] = await Promise.all([
    import('yaml'),
    import('./positions.ts'),
  ])
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [error] = document.errors
  if (error !== undefined) {
    const { line: row, col } = lines.linePos(error.pos[0])
    throw new ConfigError(`${file}:${row}:${col}: Invalid YAML: ${error.message}`, {
      hint: `Mend line ${row} of ${file}.`,
    })
  }
  const where = createPositions(document, lines, file)
  try {
    const raw: unknown = document.toJS() ?? {}
    if (isEndless(raw)) throw new Error('An alias stands inside of what it names')
    return { raw, where }
  } catch (cause) {
    throw new ConfigError(`${file}: Invalid YAML: ${(cause as Error).message}`, { cause })
  }
}

function isEndless(value: unknown): boolean {
  try {
    JSON.stringify(value)
    return false
  } catch {
    return true
  }
}

function refuse(problems: readonly Problem[], where: Where): void {
  const [first] = problems
  if (first === undefined) return
  throw new ConfigError(problems.map((problem) => line(problem, where)).join('\n'), {
    path: first.path.join('.'),
  })
}

function line({ path, part, message }: Problem, where: Where): string {
  return `${where(path, part)}: ${message}`
}
