import type { JsonValue } from '../contract/json.ts'
import type { UserMessage } from '../contract/message.ts'
import type { OutputSchema } from '../contract/request.ts'
import type { ChatResponse } from '../contract/response.ts'
import { ProviderError } from '../errors/provider-error.ts'
import { loadValidator } from '../tools/load-validator.ts'

export type CheckedOutput =
  | { readonly object: JsonValue; readonly again?: undefined }
  /** What to say to the model, so that it answers better; and the error if it is not asked. */
  | { readonly again: UserMessage; readonly failure: ProviderError }

/** Whether an answer has the shape that was asked for, on every provider by the same judge. */
export async function checkOutput(
  output: OutputSchema,
  response: ChatResponse,
): Promise<CheckedOutput> {
  if (response.object === undefined) return ask(response, 'it is not JSON')
  const { validateJsonSchema } = await loadValidator()
  const checked = validateJsonSchema(output.schema, response.object)
  return checked.issues === undefined
    ? { object: response.object }
    : ask(response, checked.issues.join('; '))
}

function ask(response: ChatResponse, reason: string): CheckedOutput {
  const text = `That answer cannot be used: ${reason}. Answer again with the JSON value alone.`
  return {
    again: { role: 'user', content: [{ type: 'text', text }] },
    failure:
      response.finishReason === 'length' ? cutOutput(response) : wrongOutput(response, reason),
  }
}

function cutOutput(response: ChatResponse): ProviderError {
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

function wrongOutput(response: ChatResponse, reason: string): ProviderError {
  return new ProviderError(`The answer does not have the shape that was asked for: ${reason}.`, {
    code: 'bad_response',
    provider: response.provider,
    retryable: false,
    partial: response.message,
    hint: 'Ask for a simpler shape, or use another model.',
  })
}
