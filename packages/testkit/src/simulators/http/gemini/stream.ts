import { contentOf, pieces, usageOf, type HttpAnswer } from '../answer.ts'
import type { SimulatedEvent } from '../framing.ts'
import { fields, type Fields } from '../json.ts'
import { seal } from '../seal.ts'
import type { AnswerContext } from '../wire.ts'

/** The chunks of an answer, as the service sends them: the last one says how it ended. */
export function geminiStream(
  answer: HttpAnswer,
  context: AnswerContext,
): readonly SimulatedEvent[] {
  const parts = partsOf(answer, context, true)
  const last = { candidates: [candidate([{ text: '' }], stopOf(answer))] }
  return [
    ...parts.map((part) => ({ data: { candidates: [candidate([part])], ...headOf(context) } })),
    { data: { ...last, ...usageFields(answer), ...headOf(context) } },
  ]
}

/** The same answer in one piece. */
export function geminiWhole(answer: HttpAnswer, context: AnswerContext): object {
  return {
    candidates: [candidate(partsOf(answer, context, false), stopOf(answer))],
    ...usageFields(answer),
    ...headOf(context),
  }
}

function candidate(parts: readonly object[], finishReason?: string | null): object {
  return {
    content: { role: 'model', parts },
    index: 0,
    ...(typeof finishReason === 'string' && { finishReason }),
  }
}

function headOf({ model, number }: AnswerContext): object {
  return { modelVersion: model, responseId: `response-${number}` }
}

function stopOf({ stop }: HttpAnswer): string | null {
  return stop === undefined ? 'STOP' : stop
}

/** Only the first of the calls of a turn is signed. */
function partsOf(
  answer: HttpAnswer,
  { model, body, number }: AnswerContext,
  inPieces: boolean,
): readonly Fields[] {
  const signs = /gemini-(2\.5|[3-9])/.test(model)
  const config = fields(fields(body['generationConfig'])['thinkingConfig'])
  let calls = 0
  return contentOf(answer).flatMap((part): readonly Fields[] => {
    switch (part.type) {
      case 'text':
        return (inPieces ? pieces(part.text) : [part.text]).map((text) => ({ text }))
      case 'reasoning':
        if (part.hidden === true || config['includeThoughts'] !== true) return []
        return (inPieces ? pieces(part.text) : [part.text]).map((text) => ({ text, thought: true }))
      case 'tool_call': {
        calls += 1
        const sealed = Buffer.from(seal('gemini', `${number} ${part.name}`)).toString('base64')
        return [
          {
            functionCall: {
              ...(part.id !== undefined && { id: part.id }),
              name: part.name,
              args: part.input ?? {},
            },
            ...(signs && calls === 1 && { thoughtSignature: sealed }),
          },
        ]
      }
    }
  })
}

/** This service leaves thoughts out of its output. */
function usageFields(answer: HttpAnswer): object {
  const usage = usageOf(answer)
  if (usage === undefined) return {}
  const { input, output, reasoning, cacheRead } = usage
  return {
    usageMetadata: {
      promptTokenCount: input,
      candidatesTokenCount: output - (reasoning ?? 0),
      totalTokenCount: input + output,
      ...(reasoning !== undefined && { thoughtsTokenCount: reasoning }),
      ...(cacheRead !== undefined && { cachedContentTokenCount: cacheRead }),
    },
  }
}
