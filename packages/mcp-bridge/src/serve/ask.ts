import type { JsonObject } from '@autobot/core/provider'
import type { McpCaller, McpQuestion } from './options.ts'

/** The questions that have no answer yet; thrown through the tool that asks them. */
export class InputNeeded extends Error {
  override readonly name = 'InputNeeded'
  readonly questions: Readonly<Record<string, McpQuestion>>

  constructor(questions: Readonly<Record<string, McpQuestion>>) {
    super('The tool waits for an answer; let this error pass.')
    this.questions = questions
  }
}

/** The answers to a tool's questions, from this round and from those before it. */
export interface Answers {
  /** What the tool has asked and got so far: what the next round has to bring along. */
  readonly used: Readonly<Record<string, JsonObject>>
  readonly ask: McpCaller['ask']
}

export function answersOf(given: Readonly<Record<string, unknown>>): Answers {
  const used: Record<string, JsonObject> = {}
  return {
    used,
    ask(questions) {
      const missing: Record<string, McpQuestion> = {}
      const answers: Record<string, JsonObject> = {}
      for (const [name, question] of Object.entries(questions)) {
        const answer = Object.hasOwn(given, name) ? given[name] : undefined
        if (isAnswer(answer, question)) answers[name] = used[name] = answer
        else missing[name] = question
      }
      if (Object.keys(missing).length > 0) throw new InputNeeded(missing)
      return answers
    },
  }
}

function isAnswer(given: unknown, question: McpQuestion): given is JsonObject {
  if (typeof given !== 'object' || given === null) return false
  const answer = given as Record<string, unknown>
  if ('elicit' in question) {
    const { action, content } = answer
    if (action !== 'accept') return action === 'decline' || action === 'cancel'
    const { required = [] } = question.elicit.schema as { required?: readonly string[] }
    return required.every((key) => Object.hasOwn((content ?? {}) as object, key))
  }
  return 'roots' in question ? Array.isArray(answer['roots']) : answer['content'] !== undefined
}

/** A question as the protocol writes it. */
export function toInputRequest(question: McpQuestion): { method: string; params: object } {
  if ('elicit' in question) {
    const { message, schema } = question.elicit
    const params = { mode: 'form', message, requestedSchema: schema }
    return { method: 'elicitation/create', params }
  }
  if ('roots' in question) return { method: 'roots/list', params: {} }
  const { prompt, maxTokens } = question.sample
  const messages = [{ role: 'user', content: { type: 'text', text: prompt } }]
  return { method: 'sampling/createMessage', params: { messages, maxTokens } }
}
