import type { Capabilities, FilePart, MediaRules, PreparedRequest } from '@autobot/core/provider'

export type Complain = (text: string) => void

export function kindOf(part: FilePart): keyof MediaRules {
  const kind = part.mediaType.split('/')[0]
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'document'
}

export function checkTools(request: PreparedRequest, caps: Capabilities, complain: Complain): void {
  const tools = request.tools ?? []
  const legal = new RegExp(`^[A-Za-z_][A-Za-z0-9_-]{0,${(caps.toolNames?.maxLength ?? 64) - 1}}$`)
  if (request.tools?.length === 0) complain('empty tools')
  if (tools.length > (caps.maxTools ?? 128)) complain('too many tools')
  if (tools.length > 0 && caps.tools === 'none') complain('tools are not taken')
  if (new Set(tools.map((tool) => tool.name)).size < tools.length) complain('tool name twice')
  for (const tool of tools) {
    if (!legal.test(tool.name)) complain(`illegal tool name ${tool.name}`)
    if (tool.description?.trim() === '') complain('blank description')
  }
  let history = false
  for (const message of request.messages) {
    if (message.role !== 'assistant') continue
    for (const part of message.content) {
      if (part.type !== 'tool_call') continue
      if (part.providerExecuted !== true) history = true
      if (!legal.test(part.name)) complain(`illegal tool name in history ${part.name}`)
    }
  }
  if (history && tools.length === 0 && caps.toolsWithToolHistory === 'required') {
    complain('tools missing')
  }
  const choice = request.toolChoice
  if (choice === undefined) return
  if (tools.length === 0) return complain('tool choice without tools')
  const reasons = request.reasoning !== undefined && request.reasoning !== 'none'
  const plain = caps.toolChoice ?? ['auto']
  const known = reasons ? (caps.toolChoiceWithReasoning ?? plain) : plain
  if (!known.includes(typeof choice === 'object' ? 'tool' : choice)) complain('illegal choice')
  if (typeof choice === 'object' && !tools.some((tool) => tool.name === choice.tool)) {
    complain('choice of a tool that is not there')
  }
}

export function checkParameters(
  request: PreparedRequest,
  caps: Capabilities,
  complain: Complain,
): void {
  const rules = caps.parameters ?? {}
  const { temperature, maxOutputTokens, reasoning } = request
  if (temperature !== undefined) {
    const range = rules.temperature === undefined ? [0, 1] : rules.temperature
    if (range === null) complain('temperature is not taken')
    else if (!(temperature >= (range[0] ?? 0) && temperature <= (range[1] ?? 1))) {
      complain('temperature out of range')
    }
  }
  if (request.topP !== undefined && rules.topP === 'no') complain('topP')
  if (request.topP !== undefined && temperature !== undefined) {
    if (rules.temperatureWithTopP === 'no') complain('temperature with topP')
  }
  if (request.topK !== undefined && rules.topK !== 'yes') complain('topK')
  if (request.seed !== undefined && rules.seed !== 'yes') complain('seed')
  if (request.presencePenalty !== undefined && rules.penalties !== 'yes') complain('penalty')
  const stop = request.stopSequences
  if (stop !== undefined && (stop.length === 0 || stop.length > (rules.stopSequences ?? 4))) {
    complain('number of stop sequences')
  }
  if (stop?.some((text) => text.trim() === '') === true) complain('blank stop sequence')
  if (maxOutputTokens !== undefined) {
    if (maxOutputTokens > (caps.maxOutputTokens ?? Infinity)) complain('output limit')
    if (!(maxOutputTokens >= (rules.minOutputTokens ?? 1))) complain('output limit too small')
  }
  const efforts: readonly string[] = caps.reasoningEfforts ?? []
  if (reasoning !== undefined && !efforts.includes(reasoning)) complain('effort')
  if (reasoning !== undefined && reasoning !== 'none') {
    for (const name of rules.refusedWithReasoning ?? []) {
      if (request[name] !== undefined) complain(`${name} while reasoning`)
    }
  }
}

export function checkCachePoints(
  request: PreparedRequest,
  caps: Capabilities,
  complain: Complain,
): void {
  const points = request.cachePoints ?? []
  if (points.length > 0 && request.cache === 'off') complain('cache is off')
  if (points.length > (caps.cachePoints?.max ?? 4)) complain('too many cache points')
  for (const point of points) {
    const place = point.after === 'part' ? 'messages' : point.after
    if (caps.cachePoints?.places.includes(place) !== true) complain(`cache point in ${place}`)
    if (point.after === 'tools' && request.tools === undefined) complain('cache point: no tools')
    if (point.after === 'system' && request.messages[0]?.role !== 'system') {
      complain('cache point: no system')
    }
    if (point.after !== 'part') continue
    const part = request.messages[point.message]?.content[point.part]
    const kind = part?.type === 'file' ? kindOf(part) : part?.type
    if (part === undefined || kind === 'reasoning') complain('cache point after nothing')
    if ((caps.cachePoints?.notAfter as readonly unknown[] | undefined)?.includes(kind) === true) {
      complain(`cache point after ${String(kind)}`)
    }
  }
}
