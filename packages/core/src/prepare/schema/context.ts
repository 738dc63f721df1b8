import type { FullDialect } from './dialect.ts'
import type { SchemaNode } from './node.ts'
import type { ValueMap } from './value-map.ts'

export interface Compiled {
  readonly schema: SchemaNode
  readonly map: ValueMap | undefined
}

/** What the compilation of one schema shares. */
export interface Context {
  readonly dialect: FullDialect
  readonly definition: (name: string) => ValueMap | undefined
  /** Compiles what stands inside: objects, arrays and unions hold nodes of any kind. */
  readonly compileNode: (source: SchemaNode, context: Context) => Compiled
}
