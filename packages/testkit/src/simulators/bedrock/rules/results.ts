import { fields, isFields, kindOf, list } from '../json.ts'
import type { Fields } from '../json.ts'
import type { SimulatedModel } from '../model.ts'
import { extraneous, invalid, strict } from '../refusal.ts'
import type { Verdict } from '../refusal.ts'
import { besideResults, resultMedia } from './abilities.ts'
import { checkMedia, isMedia } from './media.ts'

/** One result by itself. */
export function checkResult(
  result: Fields,
  path: string,
  assistant: boolean,
  model: SimulatedModel,
): Verdict {
  // The results of tools that the service ran itself stand in the message of the model.
  if (assistant) {
    return model.family === 'nova' && typeof result['type'] === 'string'
      ? undefined
      : strict(`${path}: a result stands in a message of the assistant.`)
  }
  const { status } = result
  const content = list(result['content'])
  if (status !== undefined && model.family === 'writer') {
    return invalid("This model doesn't support the status field. Remove status and try again.")
  }
  if (status !== undefined && status !== 'success' && status !== 'error') {
    return strict(`${path}: ${String(status)} is no status.`)
  }
  if (status === 'error' && content.length === 0) {
    return invalid(
      `The content field at ${path}.toolResult cannot be empty when status value is error.`,
    )
  }
  for (const [at, item] of content.entries()) {
    const found = checkItem(item, `${path}.toolResult.content.${at}`, path, model)
    if (found !== undefined) return found
  }
  return undefined
}

function checkItem(item: unknown, path: string, whole: string, model: SimulatedModel): Verdict {
  const kind = kindOf(item)
  if (kind === 'text') {
    const { text } = fields(item)
    return typeof text === 'string' && text.trim() !== ''
      ? undefined
      : invalid(
          `The text field in the ToolResultContentBlock object at ${path} is blank. Add text to the text field, and try again.`,
        )
  }
  if (kind === 'json') {
    return isFields(fields(item)['json'])
      ? undefined
      : invalid(
          `The format of the value at ${path}.json is invalid. Provide a json object for the field and try again.`,
        )
  }
  if (kind === 'searchResult') return undefined
  if (!isMedia(item)) return extraneous(`#/${path.replaceAll('.', '/')}`, kind)
  const taken = resultMedia(model)
  const format = fields(fields(item)[kind])['format']
  const inside =
    taken.includes(kind) ||
    (kind === 'document' && taken.includes('text document') && /^(?:csv|txt)$/.test(String(format)))
  if (!inside) {
    return model.family === 'nova'
      ? extraneous(`#/${whole.replaceAll('.', '/')}`, 'toolResult')
      : invalid(
          `This model doesn't support the ${kind} content block that you provided. Update the content block and try again.`,
        )
  }
  return checkMedia(item, path, model)
}

/** Calls and results belong together, turn by turn. */
export function checkPairs(body: Fields, model: SimulatedModel): Verdict {
  const messages = list(body['messages']).map((message) => list(fields(message)['content']))
  const uses = messages.map((content) =>
    content.flatMap((block) => {
      const use = fields(fields(block)['toolUse'])
      return kindOf(block) === 'toolUse' && use['type'] !== 'server_tool_use'
        ? [String(use['toolUseId'])]
        : []
    }),
  )
  const results = list(body['messages']).map((message) =>
    fields(message)['role'] === 'assistant'
      ? []
      : list(fields(message)['content']).flatMap((block) =>
          kindOf(block) === 'toolResult'
            ? [String(fields(fields(block)['toolResult'])['toolUseId'])]
            : [],
        ),
  )
  const any = [...uses, ...results].some((ids) => ids.length > 0)
  if (any && body['toolConfig'] === undefined) {
    return invalid(
      'The toolConfig field must be defined when using toolUse and toolResult content blocks.',
    )
  }
  for (const [at, ids] of uses.entries()) {
    const content = messages[at] ?? []
    const asked = at === 0 ? [] : (uses[at - 1] ?? [])
    const given = results[at] ?? []
    if (given.length > 0 && !allowedBeside(content, model)) {
      return invalid(
        'Conversation blocks and tool result blocks cannot be provided in the same turn.',
      )
    }
    if (given.length > asked.length) {
      return invalid(
        `The number of toolResult blocks at messages.${at}.content exceeds the number of toolUse blocks of previous turn.`,
      )
    }
    const missing = asked.filter((id) => !given.includes(id))
    if (missing.length > 0) {
      return invalid(
        `Expected toolResult blocks at messages.${at}.content for the following Ids: ${missing.join(', ')}`,
      )
    }
    if (new Set(ids).size < ids.length) {
      return invalid(`messages.${at}.content: toolUse ids must be unique`)
    }
    const firstUse = content.findIndex((block) => kindOf(block) === 'toolUse')
    const lastText = content.findLastIndex((block) => kindOf(block) === 'text')
    const ranItself = content.some((block) => kindOf(block) === 'toolResult')
    if (ids.length > 0 && !ranItself && firstUse !== -1 && lastText > firstUse) {
      return strict(`messages.${at}.content: text stands behind a toolUse.`)
    }
  }
  const open = uses.at(-1) ?? []
  return open.length === 0
    ? undefined
    : invalid(
        `Expected toolResult blocks at messages.${uses.length}.content for the following Ids: ${open.join(', ')}`,
      )
}

function allowedBeside(content: readonly unknown[], model: SimulatedModel): boolean {
  const allowed = besideResults(model)
  if (allowed === 'anything') return true
  return content.every((block) => {
    const kind = kindOf(block)
    return kind === 'toolResult' || kind === 'cachePoint' || allowed.includes(kind)
  })
}
