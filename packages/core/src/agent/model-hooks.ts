import type { Hook } from '../contract/hook.ts'
import type { ChatRequest } from '../contract/request.ts'
import type { ChatResponse } from '../contract/response.ts'

/** Each hook sees the request as the one before it left it. */
export async function beforeModel(
  hooks: readonly Hook[],
  request: ChatRequest,
  step: number,
  signal: AbortSignal,
): Promise<ChatRequest> {
  let current = request
  for (const hook of hooks) {
    const change = await hook.beforeModel?.({ request: current, step, signal })
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
    current = (await hook.afterModel?.({ request, response: current, step, signal })) ?? current
  }
  return current
}
