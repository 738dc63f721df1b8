import { fields, list, text, type Fields } from '../json.ts'
import { firstOf, type Verdict } from '../wire.ts'
import { invalid, unknownName } from './refusal.ts'
import { checkJsonSchema, checkOpenApi } from './schema.ts'

const keys = new Set([
  'contents',
  'systemInstruction',
  'tools',
  'toolConfig',
  'generationConfig',
  'safetySettings',
  'cachedContent',
  'labels',
])

const configKeys = new Set([
  'maxOutputTokens',
  'temperature',
  'topP',
  'topK',
  'stopSequences',
  'seed',
  'presencePenalty',
  'frequencyPenalty',
  'responseMimeType',
  'responseSchema',
  'responseJsonSchema',
  'thinkingConfig',
  'candidateCount',
  'responseModalities',
])

export function checkParameters(body: Fields, model: string): Verdict {
  const strange = Object.keys(body).find((key) => !keys.has(key))
  if (strange !== undefined) return unknownName(strange, '')
  return firstOf([
    () => checkConfig(fields(body['generationConfig']), model),
    () => checkSystem(body, model),
    () => checkTools(body, model),
  ])
}

function checkConfig(config: Fields, model: string): Verdict {
  const strange = Object.keys(config).find((key) => !configKeys.has(key))
  if (strange !== undefined) return unknownName(strange, 'generation_config')
  const { temperature, stopSequences, thinkingConfig } = config
  if (typeof temperature === 'number' && (temperature < 0 || temperature > 2)) {
    return invalid(
      `* GenerateContentRequest.generation_config.temperature: temperature must be in the range [0.0, 2.0].`,
    )
  }
  if (list(stopSequences).length > 5) {
    return invalid(
      '* GenerateContentRequest.generation_config.stop_sequences: at most 5 stop sequences are allowed.',
    )
  }
  const { thinkingBudget: budget, thinkingLevel: level } = fields(thinkingConfig)
  if (budget !== undefined && level !== undefined) {
    return invalid('You can only set only one of thinking budget and thinking level.')
  }
  if (level !== undefined && !/gemini-[3-9]/.test(model)) {
    return invalid('Thinking level is not supported for this model.')
  }
  if (budget !== undefined && !/gemini-(2\.5|[3-9])/.test(model)) {
    return invalid('Thinking budget is not supported for this model.')
  }
  return /2\.5-pro/.test(model) && typeof budget === 'number' && budget >= 0 && budget < 128
    ? invalid('Budget 0 is invalid. This model only works in thinking mode.')
    : undefined
}

function checkSystem(body: Fields, model: string): Verdict {
  if (body['systemInstruction'] === undefined) return undefined
  if (/gemma/.test(model))
    return invalid(`Developer instruction is not enabled for models/${model}`)
  const parts = list(fields(body['systemInstruction'])['parts'])
  return parts.length === 0 || parts.some((part) => text(fields(part)['text']) === '')
    ? invalid('* GenerateContentRequest.system_instruction.parts: must not be empty')
    : undefined
}

function checkTools(body: Fields, model: string): Verdict {
  const declared = list(body['tools']).flatMap((tool) =>
    list(fields(tool)['functionDeclarations']).map(fields),
  )
  const calling = fields(fields(body['toolConfig'])['functionCallingConfig'])
  if (declared.length === 0) {
    return Object.keys(calling).length > 0
      ? invalid('Function calling config is set without function_declarations.')
      : undefined
  }
  if (/gemma/.test(model)) return invalid(`Function calling is not enabled for models/${model}`)
  const names = new Set<string>()
  for (const [index, tool] of declared.entries()) {
    const path = `tools[0].function_declarations[${index}]`
    const name = text(tool['name'])
    if (!/^[a-zA-Z_][a-zA-Z0-9_.-]{0,63}$/.test(name)) {
      return invalid(
        `* GenerateContentRequest.${path}.name: Invalid function name. Must start with a letter or an underscore. Must be alphameric (a-z, A-Z, 0-9), underscores (_), dots (.) or dashes (-), with a maximum length of 64.`,
      )
    }
    if (names.has(name)) return invalid(`Duplicate function declaration found: ${name}`)
    names.add(name)
    const { parameters, parametersJsonSchema } = tool
    if (parameters !== undefined && parametersJsonSchema !== undefined) {
      return invalid(`${path}: only one of parameters and parameters_json_schema may be set`)
    }
    const wrong =
      (parameters === undefined ? undefined : checkOpenApi(parameters, `${path}.parameters`)) ??
      (parametersJsonSchema === undefined
        ? undefined
        : checkJsonSchema(parametersJsonSchema, `${path}.parameters_json_schema`))
    if (wrong !== undefined) return wrong
  }
  const mode = calling['mode']
  if (mode !== undefined && !['AUTO', 'ANY', 'NONE', 'VALIDATED'].includes(text(mode))) {
    return invalid("Invalid value at 'tool_config.function_calling_config.mode'")
  }
  const unknown = list(calling['allowedFunctionNames']).find((name) => !names.has(text(name)))
  return unknown === undefined
    ? undefined
    : invalid(`The function name ${text(unknown)} is not found in function declarations.`)
}
