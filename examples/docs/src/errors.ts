// The code of docs/errors.md.
import { ConfigError, ProviderError, RouteError, type Agent } from '@autobot/core'

// #region switch
export async function ask(agent: Agent, question: string): Promise<string> {
  try {
    return (await agent.run(question)).text
  } catch (error) {
    if (ConfigError.is(error)) return `Configuration: ${error.message} ${error.hint ?? ''}`
    if (RouteError.is(error)) return error.message
    if (!ProviderError.is(error)) throw error
    switch (error.code) {
      case 'context_overflow':
        return 'The conversation is too long: begin a new one.'
      case 'rate_limit':
      case 'overloaded':
        return `Busy. Try again in ${Math.ceil((error.retryAfterMs ?? 30_000) / 1000)} s.`
      default:
        return `${error.message} ${error.hint ?? ''}`.trim()
    }
  }
}
// #endregion

// #region partial
export async function whatCame(agent: Agent, question: string): Promise<string> {
  try {
    return (await agent.run(question)).text
  } catch (error) {
    const parts = ProviderError.is(error) ? (error.partial?.content ?? []) : []
    return parts.map((part) => (part.type === 'text' ? part.text : '')).join('')
  }
}
// #endregion
