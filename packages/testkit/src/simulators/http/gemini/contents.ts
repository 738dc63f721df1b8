import { fields, isFields, list, text, type Fields } from '../json.ts'
import { typeOfBytes } from '../media.ts'
import { unseal } from '../seal.ts'
import { firstOf, type Verdict } from '../wire.ts'
import { invalid, strict } from './refusal.ts'

interface Content {
  readonly role: string
  readonly parts: readonly Fields[]
  readonly path: string
}

export function checkContents(body: Fields, model: string): Verdict {
  const contents = list(body['contents']).map((value, index): Content => {
    const content = fields(value)
    const parts = list(content['parts']).map(fields)
    return { role: text(content['role']), parts, path: `contents[${index}]` }
  })
  if (contents.length === 0) {
    return invalid('* GenerateContentRequest.contents: contents is not specified')
  }
  return firstOf([
    () => firstOf(contents.map((content) => () => checkContent(content))),
    () => checkTurns(contents),
    () => checkSignatures(contents, model),
  ])
}

const kinds = ['text', 'inlineData', 'fileData', 'functionCall', 'functionResponse']

function checkContent({ role, parts, path }: Content): Verdict {
  if (role !== 'user' && role !== 'model') {
    return invalid('Please use a valid role: user, model.')
  }
  if (parts.length === 0) {
    return invalid(`* GenerateContentRequest.${path}.parts: contents.parts must not be empty.`)
  }
  const isResponse = parts.some((part) => part['functionResponse'] !== undefined)
  if (isResponse && !parts.every((part) => part['functionResponse'] !== undefined)) {
    return strict(
      `${path} holds other parts beside function responses, and is taken for the model's`,
    )
  }
  return firstOf(parts.map((part, at) => () => checkPart(part, role, `${path}.parts[${at}]`)))
}

function checkPart(part: Fields, role: string, path: string): Verdict {
  const found = kinds.filter((kind) => part[kind] !== undefined)
  const [kind] = found
  if (kind === undefined || found.length > 1) {
    return invalid(
      `* GenerateContentRequest.${path}.data: required oneof field 'data' must have one initialized field`,
    )
  }
  const data = part[kind]
  if (kind === 'text') {
    return data === '' && part['thoughtSignature'] === undefined
      ? strict(`${path} is an empty text`)
      : undefined
  }
  if (kind === 'inlineData') {
    const { mimeType, data: bytes } = fields(data)
    const shown = typeOfBytes(text(bytes))
    return shown === undefined || shown === mimeType
      ? undefined
      : invalid('Provided image is not valid.')
  }
  if (kind === 'functionCall') {
    if (role !== 'model') return strict(`${path} is a call of the user`)
    return isFields(fields(data)['args'] ?? {})
      ? undefined
      : invalid(
          `Invalid value at '${path}.function_call.args' (type.googleapis.com/google.protobuf.Struct)`,
        )
  }
  if (kind === 'functionResponse') {
    const { name, response } = fields(data)
    if (text(name) === '') {
      return invalid(
        `* GenerateContentRequest.${path}.function_response.name: Name cannot be empty.`,
      )
    }
    return isFields(response)
      ? undefined
      : invalid(
          `Invalid value at '${path}.function_response.response' (type.googleapis.com/google.protobuf.Struct)`,
        )
  }
  return undefined
}

/** Calls come after the user or results; as many results come right after, of the same names. */
function checkTurns(contents: readonly Content[]): Verdict {
  for (const [index, { parts, role }] of contents.entries()) {
    const calls = parts.filter((part) => part['functionCall'] !== undefined)
    const before = contents[index - 1]
    const next = contents[index + 1]
    if (calls.length > 0) {
      if (before?.role !== 'user') {
        return invalid(
          'Please ensure that function call turn comes immediately after a user turn or after a function response turn.',
        )
      }
      const responses = responsesOf(next)
      if (responses.length !== calls.length) return wrongNumber()
      const asked = calls.map((part) => fields(part['functionCall']))
      if (!asked.every((call, at) => isAnswer(call, responses[at] ?? {}))) {
        return strict(`contents[${index + 1}] does not answer its calls in their order`)
      }
    }
    const answered = responsesOf({ parts, role })
    if (answered.length > 0) {
      const asked = before?.parts.filter((part) => part['functionCall'] !== undefined) ?? []
      if (asked.length === 0) {
        return invalid(
          'Please ensure that function response turn comes immediately after a function call turn.',
        )
      }
    }
  }
  return undefined
}

function responsesOf(
  content: { readonly parts: readonly Fields[]; readonly role: string } | undefined,
): readonly Fields[] {
  return (content?.parts ?? []).flatMap((part) =>
    part['functionResponse'] === undefined ? [] : [fields(part['functionResponse'])],
  )
}

function isAnswer(call: Fields, response: Fields): boolean {
  return call['name'] === response['name'] && call['id'] === response['id']
}

function wrongNumber(): Verdict {
  return invalid(
    'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.',
  )
}

const sentinels = ['skip_thought_signature_validator', 'context_engineering_is_the_way_to_go']

/** Gemini 3 wants a signature on the first call of each step of the current turn. */
function checkSignatures(contents: readonly Content[], model: string): Verdict {
  const current = contents.findLastIndex(
    ({ role, parts }) => role === 'user' && parts.some((part) => part['text'] !== undefined),
  )
  for (const [index, { parts }] of contents.entries()) {
    const wrong = parts.find((part) => {
      const signature = part['thoughtSignature']
      return signature !== undefined && !isSignature(text(signature))
    })
    if (wrong !== undefined) return invalid('Corrupted thought signature.')
    if (index < current || !/gemini-[3-9]/.test(model)) continue
    const [first] = parts.filter((part) => part['functionCall'] !== undefined)
    if (first !== undefined && first['thoughtSignature'] === undefined) {
      const name = text(fields(first['functionCall'])['name'])
      return invalid(
        `Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, and missing thought_signature may lead to degraded model performance. Additional data, function call \`default_api:${name}\` , position ${index + 1}.`,
      )
    }
  }
  return undefined
}

function isSignature(encoded: string): boolean {
  if (!/^[A-Za-z0-9+/_-]+=*$/.test(encoded)) return false
  const decoded = Buffer.from(encoded, 'base64').toString('utf8')
  return sentinels.includes(decoded) || unseal('gemini', decoded) !== undefined
}
