import { toolName, type Answer } from './script.ts'
import { sse } from './sse.ts'

/** Gemini's streamGenerateContent: a call comes whole. */
export function geminiBytes({ pieces }: Answer): Buffer {
  const events: string[] = []
  let tokens = 0
  const say = (parts: readonly object[], finish?: string): void => {
    tokens += 1
    events.push(
      sse({
        candidates: [
          {
            content: { role: 'model', parts },
            ...(finish !== undefined && { finishReason: finish }),
            index: 0,
          },
        ],
        usageMetadata: {
          promptTokenCount: 11,
          candidatesTokenCount: tokens,
          totalTokenCount: 11 + tokens,
        },
        modelVersion: 'bench',
        responseId: 'bench',
      }),
    )
  }
  for (const piece of pieces) {
    if (piece.type === 'text') say([{ text: piece.text }])
    else {
      const args = JSON.parse(piece.fragments.join('')) as object
      say([{ functionCall: { id: piece.id, name: toolName, args } }])
    }
  }
  say([{ text: '' }], 'STOP')
  return Buffer.from(events.join(''))
}
