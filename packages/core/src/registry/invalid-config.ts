import type { StandardSchemaIssue } from '../contract/standard-schema.ts'

/** All that is wrong at once, each with its field as it is written in a file. */
export function invalidConfig(
  prefix: string,
  issues: readonly StandardSchemaIssue[],
): { readonly message: string; readonly path: string } {
  const paths = issues.map(({ path = [] }) => {
    const keys = path.map((step) => snakeCase(String(typeof step === 'object' ? step.key : step)))
    return ['providers', prefix, ...keys].join('.')
  })
  const texts = issues.map(({ message }, index) => `${paths[index]} ${message}`)
  const [path = `providers.${prefix}`] = paths
  return { message: `${texts.join('; ')}.`, path }
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
