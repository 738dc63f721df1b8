import type { ChatRequest } from '../contract/request.ts'
import type { Warning } from '../contract/response.ts'
import { cleanTextMessage, isTextMessage, type TextMessage } from './text-message.ts'
import { ownership } from './ownership.ts'
import { parameters } from './parameters.ts'
import type { PrepareTarget, Warn } from './pass.ts'
import type { Prepared } from './prepared.ts'
import { preparedRequest } from './prepared-request.ts'
import { rewrite } from './rewrite.ts'
import { roles } from './roles.ts'

/** No tools, no shape of the answer, no files: now and in what was said before. */
export function isText({ tools = [], output, messages }: ChatRequest): boolean {
  return tools.length === 0 && output === undefined && messages.every(isTextMessage)
}

/**
 * What `prepare` makes of a request that `isText`, by the passes that such a one needs: a program
 * that only talks does not load the others.
 */
export function prepareText(request: ChatRequest, target: PrepareTarget): Prepared {
  const warnings: Warning[] = []
  const warn: Warn = (code, message, path) => {
    warnings.push({ code, message, ...(path !== undefined && { path }) })
  }
  const settings = parameters(request, target.capabilities, warn)
  const clean = rewrite(request.messages as readonly TextMessage[], cleanTextMessage)
  const messages = roles(ownership(clean, target, request.reasoning), target)
  const parts = { messages, settings, chosen: { tools: [] } }
  return {
    request: preparedRequest(request, target, parts, warn),
    warnings,
    toolName: (wireName) => wireName,
    decodeInput: (_wireToolName, input) => input,
    decodeOutput: (value) => value,
  }
}
