import { resolve } from 'node:path'
import type { CommandContext } from '../command-context.ts'
import { isSecretName } from '../config/secrets.ts'
import { editConfig } from '../setup/write-config.ts'
import { UsageError } from '../usage-error.ts'
import { listing } from './listing.ts'

export interface McpAddFlags {
  readonly config?: string
  readonly json?: boolean
  readonly url?: string
  readonly env?: readonly string[]
  readonly header?: readonly string[]
  readonly tools?: readonly string[]
}

/** Writes a server into `config.yml`. */
export function mcpAdd(
  name: string,
  command: readonly string[],
  flags: McpAddFlags,
  context: CommandContext,
): Promise<number> {
  return editing(flags, context, async (file) => {
    if (!/^[A-Za-z0-9][\w-]*$/.test(name))
      throw new UsageError(`"${name}" cannot be a server's name.`, 'Use letters, digits, "_", "-".')
    const [program, ...args] = command
    if ((program === undefined) === (flags.url === undefined)) {
      throw new UsageError(
        'A server is a command or a URL.',
        'Write autobot mcp add NAME -- COMMAND ARGS…, or autobot mcp add NAME --url URL.',
      )
    }
    if (flags.url !== undefined && !/^https?:\/\//.test(flags.url))
      throw new UsageError(`${flags.url} is no http or https URL.`)
    const env = pairs(flags.env ?? [], '=', '--env')
    const headers = pairs(flags.header ?? [], ':', '--header')
    const server = {
      ...(program !== undefined && { command: program }),
      ...(args.length > 0 && { args }),
      ...(flags.url !== undefined && { url: flags.url }),
      ...(Object.keys(env).length > 0 && { env }),
      ...(Object.keys(headers).length > 0 && { headers }),
      ...(flags.tools !== undefined && { tools: flags.tools }),
    }
    for (const [key, value] of [...Object.entries(env), ...Object.entries(headers)]) {
      if (!isSecretName(key) || value.includes('${')) continue
      context.log(
        'warn',
        `${key} stands in config.yml as it is. Better: put it into .env and write \${${key.toUpperCase().replaceAll('-', '_')}}.`,
      )
    }
    await editConfig(file, (document) => {
      if (document.hasIn(['mcp', 'servers', name])) {
        throw new UsageError(
          `There is a server "${name}" already.`,
          `Remove it first: autobot mcp remove ${name}`,
        )
      }
      document.setIn(['mcp', 'servers', name], document.createNode(server))
    })
    return { type: 'mcp_added', name }
  })
}

export function mcpRemove(
  name: string,
  flags: McpAddFlags,
  context: CommandContext,
): Promise<number> {
  return editing(flags, context, async (file) => {
    await editConfig(file, (document) => {
      if (!document.hasIn(['mcp', 'servers', name])) {
        throw new UsageError(
          `There is no server "${name}" in ${flags.config ?? 'config.yml'}.`,
          "'autobot mcp list' shows the configured ones.",
        )
      }
      document.deleteIn(['mcp', 'servers', name])
    })
    return { type: 'mcp_removed', name }
  })
}

function editing(
  flags: McpAddFlags,
  context: CommandContext,
  edit: (file: string) => Promise<{ readonly type: string; readonly name: string }>,
): Promise<number> {
  return listing(
    flags,
    context,
    () => undefined,
    async () => {
      const done = await edit(resolve(flags.config ?? 'config.yml'))
      if (flags.json === true) return context.write(`${JSON.stringify(done)}\n`)
      context.write(`${done.type === 'mcp_added' ? 'Added' : 'Removed'} ${done.name}.\n`)
    },
  )
}

function pairs(
  texts: readonly string[],
  separator: '=' | ':',
  option: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf(separator)
      if (at > 0) return [text.slice(0, at).trim(), text.slice(at + 1).trim()]
      throw new UsageError(
        `${option} ${text} has no "${separator}".`,
        `Write ${option} NAME${separator}VALUE.`,
      )
    }),
  )
}
