import { brand, isBranded } from './brand.ts'

/**
 * Thrown by a tool to speak to the model: its message becomes the error result as it is. Any
 * other thrown error becomes an error result too.
 */
export class ToolError extends Error {
  override readonly name: string = 'ToolError'

  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    brand(this, 'ToolError')
  }

  static is(value: unknown): value is ToolError {
    return isBranded(value, 'ToolError')
  }
}
