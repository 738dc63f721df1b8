import type { JsonValue } from '../contract/json.ts'
import type { UserMessage } from '../contract/message.ts'
import type { OutputSchema } from '../contract/request.ts'
import type { ChatResponse } from '../contract/response.ts'
import { ProviderError } from '../errors/provider-error.ts'

export type CheckedOutput =
  | { readonly object: JsonValue; readonly again?: undefined }
  /** What to say to the model, so that it answers better. */
  | { readonly again: UserMessage; readonly reason: string }

/** Whether an answer has the shape that was asked for, on every provider by the same judge. */
export async function checkOutput(
  output: OutputSchema,
  response: ChatResponse,
): Promise<CheckedOutput> {
  if (response.object === undefined) return ask('it is not JSON')
  // Loaded with the first structured answer: others do not pay for it.
  const { validateJsonSchema } = await import('../tools/validate-json-schema.ts')
  const checked = validateJsonSchema(output.schema, response.object)
  return checked.issues === undefined ? { object: response.object } : ask(checked.issues.join('; '))
}

function ask(reason: string): CheckedOutput {
  const text = `That answer cannot be used: ${reason}. Answer again with the JSON value alone.`
  return { again: { role: 'user', content: [{ type: 'text', text }] }, reason }
}

export function cutOutput(response: ChatResponse): ProviderError {
  return new ProviderError(
    'The answer was cut at the limit of output before its shape was whole.',
    {
      code: 'bad_response',
      provider: response.provider,
      retryable: false,
      partial: response.message,
      hint: 'Raise maxOutputTokens, or ask for a smaller shape.',
    },
  )
}

export function wrongOutput(response: ChatResponse, reason: string): ProviderError {
  return new ProviderError(`The answer does not have the shape that was asked for: ${reason}.`, {
    code: 'bad_response',
    provider: response.provider,
    retryable: false,
    partial: response.message,
    hint: 'Ask for a simpler shape, or use another model.',
  })
}
