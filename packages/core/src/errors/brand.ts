/** Marks an error class across copies of core: `instanceof` fails when two are installed. */
export function brand(target: object, name: string): void {
  Object.defineProperty(target, Symbol.for(`autobot.${name}`), { value: true })
}

export function isBranded(value: unknown, name: string): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    (value as Record<symbol, unknown>)[Symbol.for(`autobot.${name}`)] === true
  )
}
