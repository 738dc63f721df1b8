import type { PreparedRequest } from '@autobot/core/provider'
import type { ServiceFailure } from './failure.ts'
import type { ConverseRequest } from './wire/types.ts'

/** What a model refused, and what it is therefore not sent again. */
export interface Lesson {
  readonly streams?: 'no'
  readonly toolsInStreams?: 'no'
  readonly cachePoints?: 'no' | 'not_among_tools'
  readonly maxTokens?: number
}

/** What was learned of models; kept as long as the provider. */
export type Lessons = Map<string, Lesson>

export interface SentCall {
  readonly streaming: boolean
  readonly body: ConverseRequest
}

/** Reads a refusal; true when the next request will be another one. */
export function learn(
  { status, message }: ServiceFailure,
  model: string,
  { streaming, body }: SentCall,
  lessons: Lessons,
): boolean {
  const known = lessons.get(model) ?? {}
  // What was heeded and is refused again would be refused for ever.
  const note = (lesson: Lesson): boolean => {
    const news = { ...known, ...lesson }
    if (JSON.stringify(news) === JSON.stringify(known)) return false
    lessons.set(model, news)
    return true
  }
  // Stand-ins for the service that read a marker among the tools as a tool break down on it. A
  // failure of the service itself is for whoever counts the tries.
  if (
    status === 500 &&
    /cannot read propert/i.test(message) &&
    body.toolConfig?.tools.some((tool) => 'cachePoint' in tool) === true
  ) {
    return note({ cachePoints: 'not_among_tools' })
  }
  if (status !== 400 && status !== 403) return false
  if (streaming && body.toolConfig !== undefined && /tool use in streaming mode/i.test(message)) {
    return note({ toolsInStreams: 'no' })
  }
  if (streaming && /unsupported for streaming|support (?:response )?streaming/i.test(message)) {
    return note({ streams: 'no' })
  }
  const limit = limitOf(message)
  if (limit !== undefined && limit < (body.inferenceConfig?.maxTokens ?? 0)) {
    return note({ maxTokens: limit })
  }
  if (
    /\[cachePoint\]|prompt caching|explicit caching|cachePoint/i.test(message) &&
    JSON.stringify(body).includes('"cachePoint":{')
  ) {
    return note({ cachePoints: 'no' })
  }
  return false
}

/** Of the service, and of a model that it passes on. */
function limitOf(message: string): number | undefined {
  const found =
    /maximum tokens you requested exceeds the model limit of (\d+)/i.exec(message) ??
    /max_tokens: \d+ > (\d+)/.exec(message)
  const limit = Number(found?.[1])
  return limit >= 1 ? limit : undefined
}

/** The request without what its model refused before. */
export function heed(request: PreparedRequest, lesson: Lesson = {}): PreparedRequest {
  const { cachePoints, maxOutputTokens, ...rest } = request
  const points =
    lesson.cachePoints === 'not_among_tools'
      ? cachePoints?.filter(({ after }) => after !== 'tools')
      : lesson.cachePoints === 'no'
        ? undefined
        : cachePoints
  const most =
    maxOutputTokens === undefined
      ? undefined
      : Math.min(maxOutputTokens, lesson.maxTokens ?? maxOutputTokens)
  return {
    ...rest,
    ...(points !== undefined && { cachePoints: points }),
    ...(most !== undefined && { maxOutputTokens: most }),
  }
}
