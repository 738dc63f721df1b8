import type { ConfigNode } from './config-node.ts'
import { configSchema } from './schema.ts'

/** `config.yml` as JSON Schema, for editors; the file beside this package is printed from it. */
export function configJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'config.yml of autobot',
    ...convert(configSchema),
  }
}

function convert(node: ConfigNode): Readonly<Record<string, unknown>> {
  const { anyOf, properties, additionalProperties, items, type, description } = node
  const absent = node['x-absent']
  const about = [description, absent === undefined ? undefined : `Default: ${absent}.`]
    .filter((text) => text !== undefined)
    .join(' ')
  const rules = {
    // A number or a switch may come from a variable.
    ...(type === 'number' || type === 'integer' || type === 'boolean'
      ? { type: [type, 'string'], ...(anyOf === undefined && { pattern: '\\$\\{.*\\}' }) }
      : { type: properties === undefined && items === undefined ? type : [type, 'null'] }),
    ...(properties !== undefined && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, child]) => [name, convert(child)]),
      ),
    }),
    ...(type === 'object' && {
      additionalProperties:
        additionalProperties === undefined
          ? false
          : additionalProperties === true || convert(additionalProperties),
    }),
    ...(items !== undefined && { items: convert(items) }),
    ...(node.enum !== undefined && { enum: node.enum }),
    ...(node.minimum !== undefined && { minimum: node.minimum }),
    ...(node.maximum !== undefined && { maximum: node.maximum }),
    // A reference to a variable has no shape of its own.
    ...(node.pattern !== undefined && { pattern: `(${node.pattern})|\\$\\{` }),
    ...(node.examples !== undefined && { examples: node.examples }),
  }
  const documented = about === '' ? {} : { description: about }
  return anyOf === undefined
    ? { ...documented, ...rules }
    : { ...documented, anyOf: [rules, ...anyOf.map(convert)] }
}
