import type { McpServerConfig } from '../config.ts'

export interface McpVariables {
  /** An environment variable; undefined when it is not set. */
  readonly env: (name: string) => string | undefined
  readonly workspaceFolder?: string
  readonly userHome?: string
  /** Answers to the `inputs` of a file, by id. */
  readonly inputs?: Readonly<Record<string, string>>
  /** Text of a server's file with variables, by the server's name. */
  readonly envFiles?: Readonly<Record<string, string>>
}

export interface ExpandedServers {
  readonly servers: Readonly<Record<string, McpServerConfig>>
  /** Why a server was left out, by its name. */
  readonly problems: Readonly<Record<string, string>>
}

/**
 * Fills `${VAR}`, `${VAR:-default}`, `${env:VAR}`, `${input:id}`, `${workspaceFolder}` and the
 * like in, once: what is filled in is not read again. A server with a variable that is not set is
 * left out; it would see the text `${VAR}` as its password.
 */
export function expandServers(
  servers: Readonly<Record<string, McpServerConfig>>,
  variables: McpVariables,
): ExpandedServers {
  const expanded: [string, McpServerConfig][] = []
  const problems: [string, string][] = []
  for (const [name, config] of Object.entries(servers)) {
    try {
      expanded.push([name, expandServer(name, config, variables)])
    } catch (error) {
      problems.push([name, (error as Error).message])
    }
  }
  return { servers: Object.fromEntries(expanded), problems: Object.fromEntries(problems) }
}

function expandServer(
  server: string,
  config: McpServerConfig,
  variables: McpVariables,
): McpServerConfig {
  const fill = (text: string): string => expand(text, variables)
  const fillAll = (map: Readonly<Record<string, unknown>>): Record<string, string> =>
    Object.fromEntries(Object.entries(map).map(([key, value]) => [key, fill(String(value))]))
  const { command, args, env, cwd, url, headers } = config
  const file = variables.envFiles?.[server]
  const fromFile = file === undefined ? undefined : parseEnvFile(file)
  return {
    ...config,
    ...(command !== undefined && { command: fill(command) }),
    ...(args !== undefined && { args: args.map(fill) }),
    ...((env !== undefined || fromFile !== undefined) && {
      env: { ...fromFile, ...fillAll(env ?? {}) },
    }),
    ...(cwd !== undefined && { cwd: fill(cwd) }),
    ...(url !== undefined && { url: fill(url) }),
    ...(headers !== undefined && { headers: fillAll(headers) }),
  }
}

function expand(text: string, variables: McpVariables): string {
  return text.replace(/\$\{([^{}]*)\}/g, (_whole, inside: string) => {
    const value = valueOf(inside, variables)
    if (value === undefined) throw new Error(`\${${inside}} has no value`)
    return value
  })
}

function valueOf(inside: string, variables: McpVariables): string | undefined {
  const { env, inputs = {}, userHome, workspaceFolder } = variables
  if (inside.startsWith('input:')) {
    const id = inside.slice(6)
    return Object.hasOwn(inputs, id) ? inputs[id] : undefined
  }
  if (inside === 'workspaceFolder') return workspaceFolder
  if (inside === 'workspaceFolderBasename') return workspaceFolder?.split(/[\\/]/).at(-1)
  if (inside === 'userHome') return userHome
  if (inside === 'pathSeparator' || inside === '/') return '/'
  const [, name = '', fallback] = /^(?:env:)?([^:]*)(?::-([\s\S]*))?$/.exec(inside) ?? []
  return env(name) || fallback
}

/** `NAME=value` a line; quotes around a value are taken off, `#` begins a comment. */
function parseEnvFile(text: string): Record<string, string> {
  const found: [string, string][] = []
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$/.exec(line)
    if (match === null) continue
    const [, name = '', value = ''] = match
    const quoted = /^(["'])([\s\S]*)\1$/.exec(value)
    found.push([name, quoted?.[2] ?? value.replace(/\s+#.*$/, '')])
  }
  return Object.fromEntries(found)
}
