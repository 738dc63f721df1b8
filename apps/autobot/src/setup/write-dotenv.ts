import { chmod, readFile, writeFile } from 'node:fs/promises'

/** Sets variables of a `.env`; every other line stays as it is. Only its owner can read it. */
export async function writeDotenv(
  file: string,
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  const old = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const open = new Map(Object.entries(variables))
  const lines = old === '' ? [] : old.replace(/\n$/, '').split('\n')
  const result = lines.map((line) => {
    const name = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=/.exec(line)?.[1]
    const value = name === undefined ? undefined : open.get(name)
    if (name === undefined || value === undefined) return line
    open.delete(name)
    // What is to be filled in later does not empty what is there.
    return value === '' ? line : `${name}=${quoted(value)}`
  })
  for (const [name, value] of open) result.push(`${name}=${quoted(value)}`)
  await writeFile(file, result.map((line) => `${line}\n`).join(''), { mode: 0o600 })
  await chmod(file, 0o600)
}

/** As `parseEnv` of Node reads it back: a quote that the value does not hold. */
function quoted(value: string): string {
  if (/^[\w./:+@%,=-]*$/.test(value)) return value
  const quote = [`'`, '`', '"'].find((mark) => !value.includes(mark)) ?? '"'
  return `${quote}${value}${quote}`
}
