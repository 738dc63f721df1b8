import type { FinishReason, JsonObject, JsonValue, Usage } from '@autobot/core/provider'
import { fromBase64 } from '../base64.ts'
import type { CodecContext, WireDecoder, WireStep } from '../codec.ts'
import { isFault, listOf, numberOf, objectOf, textOf } from '../values.ts'
import { partialArgs } from './partial-args.ts'
import type { GeminiSpelling } from './types.ts'

const filters = /^(SAFETY|RECITATION|BLOCKLIST|PROHIBITED_CONTENT|SPII|LANGUAGE|MODEL_ARMOR|IMAGE_)/

interface StreamedCall {
  readonly key: string
  readonly args: ReturnType<typeof partialArgs>
}

export function decoder({ prefix }: CodecContext<GeminiSpelling>): WireDecoder {
  const counts: Record<string, number> = {}
  // Of those that were told. Made with the first.
  let sources: Set<string> | undefined
  let streamed: StreamedCall | undefined
  let callCount = 0
  let started = false
  let failed = false
  let finish: string | undefined
  let blocked: string | undefined

  const closeStreamed = (out: WireStep[]): void => {
    if (streamed === undefined) return
    const { key, args } = streamed
    streamed = undefined
    out.push({ type: 'tool_call', id: key, argumentsText: args.text(), complete: true })
  }

  const functionCall = (part: JsonObject, out: WireStep[]): void => {
    const call = objectOf(part['functionCall']) ?? {}
    const name = textOf(call['name'])
    const more = call['willContinue'] === true
    const partial = call['partialArgs']
    if (name === undefined) {
      streamed?.args.add(partial)
      if (!more) closeStreamed(out)
      return
    }
    closeStreamed(out)
    const key = String(callCount)
    callCount += 1
    const isStreamed = more || partial !== undefined
    out.push({
      type: 'tool_call',
      id: key,
      nativeId: textOf(call['id']) ?? '',
      name,
      argumentsText: isStreamed ? '' : JSON.stringify(call['args'] ?? {}),
      ...(!isStreamed && { complete: true as const }),
      ...signature(part),
    })
    if (!isStreamed) return
    streamed = { key, args: partialArgs() }
    streamed.args.add(partial)
    if (!more) closeStreamed(out)
  }

  /** What the service ran itself is shown, and never run here. */
  const ranCode = (code: JsonObject, out: WireStep[]): void => {
    const id = `code ${(callCount += 1)}`
    const argumentsText = JSON.stringify(code)
    out.push({
      type: 'tool_call',
      id,
      nativeId: '',
      name: 'code_execution',
      argumentsText,
      complete: true,
      providerExecuted: true,
    })
  }

  const signature = (part: JsonObject) => {
    const found = textOf(part['thoughtSignature']) ?? textOf(part['thought_signature'])
    return found !== undefined && { providerMetadata: { [prefix]: { thoughtSignature: found } } }
  }

  const read = (value: JsonValue, out: WireStep[]): void => {
    const part = objectOf(value)
    if (part === undefined) return
    const data = objectOf(part['inlineData'])
    const code = objectOf(part['executableCode'])
    if (part['functionCall'] !== undefined) functionCall(part, out)
    else if (code !== undefined) ranCode(code, out)
    else if (data !== undefined) {
      out.push({
        type: 'file',
        mediaType: textOf(data['mimeType']) ?? 'application/octet-stream',
        data: fromBase64(textOf(data['data']) ?? ''),
        ...(signature(part) || { providerMetadata: { [prefix]: {} } }),
      })
    } else if (typeof part['text'] === 'string') {
      const signed = signature(part)
      if (part['text'] === '' && signed === false) return
      const type = part['thought'] === true ? 'reasoning' : 'text'
      out.push({ type, text: part['text'], ...signed })
    }
  }

  const grounding = (candidate: JsonObject, out: WireStep[]): void => {
    const metadata = objectOf(candidate['groundingMetadata'])
    for (const entry of listOf(metadata?.['groundingChunks'])) {
      const web = objectOf(objectOf(entry)?.['web'])
      const url = web && textOf(web['uri'])
      if (web === undefined || url === undefined || sources?.has(url) === true) continue
      sources = (sources ?? new Set<string>()).add(url)
      const title = textOf(web['title'])
      out.push({ type: 'source', url, ...(title !== undefined && { title }) })
    }
  }

  return {
    isDone: () => failed,
    read(name, value) {
      const out: WireStep[] = []
      if (isFault(value) || name === 'error') {
        failed = true
        out.push({ type: 'fault', said: value })
        return out
      }
      const chunk = objectOf(value)
      if (chunk === undefined) return out
      if (!started) {
        started = true
        const id = textOf(chunk['responseId'])
        const model = textOf(chunk['modelVersion'])
        out.push({
          type: 'start',
          ...(id !== undefined && { responseId: id }),
          ...(model !== undefined && { model }),
        })
      }
      blocked = textOf(objectOf(chunk['promptFeedback'])?.['blockReason']) ?? blocked
      const candidate = objectOf(listOf(chunk['candidates'])[0])
      if (candidate !== undefined) {
        for (const part of listOf(objectOf(candidate['content'])?.['parts'])) read(part, out)
        grounding(candidate, out)
        finish = textOf(candidate['finishReason']) ?? finish
      }
      const usage = objectOf(chunk['usageMetadata'])
      if (usage !== undefined) {
        for (const [key, count] of Object.entries(usage)) {
          const number = numberOf(count)
          // Snapshots: a field may be gone or 0 in a later one.
          if (number !== undefined && number >= (counts[key] ?? 0)) counts[key] = number
        }
        out.push({ type: 'usage', usage: usageOf(counts) })
      }
      return out
    },
    end() {
      const out: WireStep[] = []
      if (failed) return out
      // A stream that was cut has not closed its call.
      if (finish !== undefined) closeStreamed(out)
      if (finish === 'MALFORMED_FUNCTION_CALL') {
        const message = 'the model wrote a call of a tool that cannot be read'
        out.push({ type: 'fault', fault: { message, kinds: ['tool_use_failed'] } })
      } else if (finish !== undefined) {
        out.push({ type: 'finish', reason: reasonOf(finish), rawReason: finish })
      } else if (blocked !== undefined) {
        out.push({ type: 'finish', reason: 'content_filter', rawReason: blocked })
      }
      return out
    },
  }
}

function reasonOf(finish: string): FinishReason {
  if (finish === 'STOP') return 'stop'
  if (finish === 'MAX_TOKENS') return 'length'
  return filters.test(finish) ? 'content_filter' : 'other'
}

/** This wire leaves thoughts out of its output: they are added, as on every other wire. */
function usageOf(counts: Readonly<Record<string, number>>): Usage {
  const { promptTokenCount: prompt, toolUsePromptTokenCount: toolUse } = counts
  const { candidatesTokenCount: candidates, thoughtsTokenCount: thoughts } = counts
  const { cachedContentTokenCount: cached } = counts
  const knowsOutput = candidates !== undefined || thoughts !== undefined
  return {
    ...(prompt !== undefined && { inputTokens: prompt + (toolUse ?? 0) }),
    ...(knowsOutput && { outputTokens: (candidates ?? 0) + (thoughts ?? 0) }),
    ...(cached !== undefined && { cacheReadTokens: cached }),
    ...(thoughts !== undefined && { reasoningTokens: thoughts }),
  }
}
