import { withoutControls } from '../render/display-width.ts'

/** One question of a form, as JSON Schema describes it: flat, as MCP wants it. */
export interface FormField {
  /** What is asked, with what may be answered. */
  readonly question: string
  /** The value, or what is wrong with the answer. Undefined: there is none, and need not be. */
  read(answer: string): { readonly value?: FieldValue } | { readonly problem: string }
}

export type FieldValue = string | number | boolean | readonly string[]
type Schema = Readonly<Record<string, unknown>>

const formats: Readonly<Record<string, (text: string) => boolean>> = {
  email: (text) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text),
  uri: (text) => URL.canParse(text),
  date: (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)),
  'date-time': (text) => /^\d{4}-\d{2}-\d{2}T/.test(text) && !Number.isNaN(Date.parse(text)),
}

export function formField(name: string, schema: Schema, isRequired: boolean): FormField {
  const { title, description, type, default: preset } = schema
  const choices = choicesOf(type === 'array' ? fields(schema['items']) : schema)
  const hint = [
    ...(choices.length > 0
      ? [choices.map(({ label }, at) => `${at + 1} ${label}`).join(', ')]
      : []),
    ...(type === 'array' ? ['several with commas'] : []),
    ...(type === 'boolean' ? ['yes or no'] : []),
    ...(type === 'number' || type === 'integer' ? [type] : []),
    ...(preset !== undefined ? [`default ${JSON.stringify(preset)}`] : []),
    ...(!isRequired && preset === undefined ? ['may be left empty'] : []),
  ].join('; ')
  const about = typeof description === 'string' ? ` - ${description}` : ''
  const label = typeof title === 'string' ? title : name
  return {
    question: withoutControls(`${label}${about}${hint === '' ? '' : ` (${hint})`}: `),
    read(answer) {
      const text = answer.trim()
      if (text === '') {
        if (preset !== undefined) return { value: preset as FieldValue }
        return isRequired ? { problem: 'It needs an answer.' } : {}
      }
      if (type === 'array') return several(text, choices, schema)
      if (choices.length > 0) return one(text, choices)
      if (type === 'boolean') return yesOrNo(text)
      if (type === 'number' || type === 'integer') return numeric(text, schema)
      return plain(answer, schema)
    },
  }
}

interface Choice {
  readonly value: string
  readonly label: string
}
type Read = ReturnType<FormField['read']>

function choicesOf(schema: Schema): readonly Choice[] {
  const { enum: values, enumNames, oneOf, anyOf } = schema
  if (Array.isArray(values)) {
    const labels = Array.isArray(enumNames) ? (enumNames as unknown[]) : []
    return values.map((value, at) => ({ value: String(value), label: String(labels[at] ?? value) }))
  }
  const titled = Array.isArray(oneOf) ? oneOf : Array.isArray(anyOf) ? anyOf : []
  return titled.flatMap((each) => {
    const { const: value, title } = fields(each)
    return value === undefined ? [] : [{ value: String(value), label: String(title ?? value) }]
  })
}

function one(text: string, choices: readonly Choice[]): { value: string } | { problem: string } {
  const found =
    choices.find(({ value }) => value === text) ??
    choices.find(({ label }) => label.toLowerCase() === text.toLowerCase()) ??
    (/^\d+$/.test(text) ? choices[Number(text) - 1] : undefined)
  return found === undefined
    ? { problem: `Answer with a number from 1 to ${choices.length}.` }
    : { value: found.value }
}

function several(text: string, choices: readonly Choice[], { minItems, maxItems }: Schema): Read {
  const values: string[] = []
  for (const part of text.split(',').map((each) => each.trim())) {
    const read = choices.length > 0 ? one(part, choices) : { value: part }
    if ('problem' in read) return read
    if (!values.includes(read.value)) values.push(read.value)
  }
  if (typeof minItems === 'number' && values.length < minItems)
    return { problem: `At least ${minItems}.` }
  if (typeof maxItems === 'number' && values.length > maxItems)
    return { problem: `At most ${maxItems}.` }
  return { value: values }
}

function yesOrNo(text: string): Read {
  if (/^(y|yes|true|1)$/i.test(text)) return { value: true }
  return /^(n|no|false|0)$/i.test(text) ? { value: false } : { problem: 'Answer yes or no.' }
}

function numeric(text: string, { type, minimum, maximum }: Schema): Read {
  const value = Number(text)
  if (!Number.isFinite(value)) return { problem: 'It is not a number.' }
  if (type === 'integer' && !Number.isInteger(value))
    return { problem: 'It is not a whole number.' }
  if (typeof minimum === 'number' && value < minimum) return { problem: `At least ${minimum}.` }
  if (typeof maximum === 'number' && value > maximum) return { problem: `At most ${maximum}.` }
  return { value }
}

function plain(text: string, { minLength, maxLength, format }: Schema): Read {
  if (typeof minLength === 'number' && text.length < minLength)
    return { problem: `At least ${minLength} letters.` }
  if (typeof maxLength === 'number' && text.length > maxLength)
    return { problem: `At most ${maxLength} letters.` }
  const fits = typeof format === 'string' ? formats[format] : undefined
  return fits === undefined || fits(text)
    ? { value: text }
    : { problem: `It is no ${String(format)}.` }
}

function fields(value: unknown): Schema {
  return typeof value === 'object' && value !== null ? (value as Schema) : {}
}
