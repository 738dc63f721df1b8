import type { Row } from './rows.ts'

export interface Found {
  readonly rows: readonly Row[]
  /** One line a row: what was found or what is missing. Names of variables, never their values. */
  readonly lines: readonly string[]
}

/** Which rows can be asked for real, from the names of the variables that are set. */
export function findCredentials(rows: readonly Row[], env: NodeJS.ProcessEnv): Found {
  const isSet = (name: string): boolean => (env[name] ?? '') !== ''
  const found = rows.map((row) => ({ row, set: row.credentials.find((set) => set.every(isSet)) }))
  return {
    rows: found.filter(({ set }) => set !== undefined).map(({ row }) => row),
    lines: found.map(({ row, set }) => {
      const prefix = row.model.slice(0, row.model.indexOf('/')).padEnd(18)
      if (set !== undefined) return `  ${prefix}found ${set.join(' and ')}`
      const ways = row.credentials.map((names) => names.join(' and ')).join('; or ')
      return `  ${prefix}not found: set ${ways}`
    }),
  }
}
