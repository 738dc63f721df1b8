import type { Hook } from '../contract/hook.ts'
import type { ChatRequest } from '../contract/request.ts'
import type { ChatResponse } from '../contract/response.ts'
import { orAbort } from '../errors/or-abort.ts'

/** Each hook sees the request as the one before it left it. */
export async function beforeModel(
  hooks: readonly Hook[],
  request: ChatRequest,
  step: number,
  signal: AbortSignal,
): Promise<ChatRequest> {
  let current = request
  for (const hook of hooks) {
    if (hook.beforeModel === undefined) continue
    const context = { request: current, step, signal }
    const change = await orAbort(prefixOf(current), signal, () => hook.beforeModel?.(context))
    if (change) current = { ...current, ...change }
  }
  return current
}

export async function afterModel(
  hooks: readonly Hook[],
  request: ChatRequest,
  response: ChatResponse,
  step: number,
  signal: AbortSignal,
): Promise<ChatResponse> {
  let current = response
  for (const hook of hooks) {
    if (hook.afterModel === undefined) continue
    const context = { request, response: current, step, signal }
    current =
      (await orAbort(prefixOf(request), signal, () => hook.afterModel?.(context))) ?? current
  }
  return current
}

function prefixOf({ model }: ChatRequest): string {
  return model.split('/', 1)[0] ?? ''
}
