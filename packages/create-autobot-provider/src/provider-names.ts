/** Every spelling of a new provider's name that stands in its package. */
export interface ProviderNames {
  /** Of models: `acme/large`. */
  readonly prefix: string
  /** For people: `Acme Cloud`. */
  readonly displayName: string
  /** Of variables: `ACME_CLOUD`. */
  readonly constant: string
  /** On npm. */
  readonly packageName: string
  /** Where it goes, beneath the current one. */
  readonly folder: string
}

/** A name that cannot be used, and what to type instead. */
export class NameError extends Error {
  override readonly name = 'NameError'
}

const start = 'autobot-provider-'
// npm's limit is 214 characters; a prefix is typed by hand.
const longest = 60

/**
 * `acme`, `autobot-provider-acme`, `@me/acme` and `@me/autobot-provider-acme` all mean Acme.
 * @param taken prefixes that autobot brings itself
 */
export function providerNames(given: string, taken: ReadonlySet<string>): ProviderNames {
  const text = given.trim()
  const [, scope, rest = ''] = /^(?:(@[^/]*)\/)?(.*)$/s.exec(text) ?? []
  const prefix = rest.startsWith(start) ? rest.slice(start.length) : rest
  if (text === '' || prefix === '') {
    throw new NameError('A provider needs a name, such as: npm create autobot-provider acme')
  }
  if (scope !== undefined && !/^@[a-z0-9~-][a-z0-9._~-]*$/.test(scope)) {
    throw new NameError(`"${scope}" is no scope of npm: it begins with @ and has small letters.`)
  }
  if (!/^[a-z0-9][a-z0-9_-]*$/.test(prefix)) {
    const near = nearest(prefix)
    throw new NameError(
      `"${prefix}" cannot stand before the slash of a model: a name begins with a small letter or a digit, and has small letters, digits, - and _ alone.${near === '' ? '' : ` Try: ${near}`}`,
    )
  }
  if (prefix.length > longest) {
    throw new NameError(
      `The name has ${prefix.length} characters; at most ${longest} are sensible.`,
    )
  }
  if (taken.has(prefix)) {
    throw new NameError(
      `"${prefix}" is a provider that autobot brings; a second owner of the prefix is refused. Choose another name.`,
    )
  }
  const words = prefix.split(/[-_]+/).filter((word) => word !== '')
  const packageName = `${scope === undefined ? '' : `${scope}/`}${start}${prefix}`
  return {
    prefix,
    displayName: words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' '),
    constant: variable(prefix),
    packageName,
    folder: `${start}${prefix}`,
  }
}

/** A variable's name may not begin with a digit. */
function variable(prefix: string): string {
  const name = prefix.toUpperCase().replaceAll('-', '_')
  return /^\d/.test(name) ? `_${name}` : name
}

function nearest(prefix: string): string {
  return prefix
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]+/g, '-')
    .replaceAll(/^[-_]+|[-_]+$/g, '')
    .slice(0, longest)
}
