/** The part of JSON Schema that the configuration needs. */
export interface ConfigNode {
  readonly type: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean'
  readonly description?: string
  /** Of an object: the keys that are known. */
  readonly properties?: Readonly<Record<string, ConfigNode>>
  /** Of an object whose other keys are free: what they hold. Absent: other keys are not known. */
  readonly additionalProperties?: ConfigNode | true
  readonly items?: ConfigNode
  /** Shapes that are right too. */
  readonly anyOf?: readonly ConfigNode[]
  readonly enum?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  readonly pattern?: string
  /** What a person may write. */
  readonly examples?: readonly unknown[]
  /** What is used when the field is absent: the mark of an optional field. */
  readonly 'x-absent'?: string
}
