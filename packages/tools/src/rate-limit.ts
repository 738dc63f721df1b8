import { definePlugin, type Plugin, type ProviderHost } from '@autobot/core/provider'
import { version } from './version.ts'

export interface RateRule {
  readonly maxCalls: number
  /** Default 60. */
  readonly windowSeconds?: number
}

export interface RateLimits {
  readonly global?: RateRule
  /** By tool. */
  readonly perTool?: Readonly<Record<string, RateRule>>
}

const usual = { maxCalls: 30 }
const usualOf: Readonly<Record<string, RateRule>> = {
  exec: { maxCalls: 10 },
  web_fetch: { maxCalls: 20 },
}

/**
 * At most so many calls in a sliding window: of each tool, and of all of them. Only tools that are
 * named here are counted; what a stranger's tool may do is the stranger's to say.
 */
export function rateLimit(tools: readonly string[], limits: RateLimits = {}): Plugin {
  const counted = new Set([...tools, ...Object.keys(limits.perTool ?? {})])
  const calls: { readonly id: string; readonly tool: string; readonly at: number }[] = []
  let host: ProviderHost | undefined

  const over = (tool: string, now: number): RateRule | undefined => {
    const own = limits.perTool?.[tool] ?? usualOf[tool] ?? usual
    const all = limits.global ?? { maxCalls: 100 }
    const within = (rule: RateRule, name?: string): number =>
      calls.filter(
        (call) =>
          (name === undefined || call.tool === name) &&
          now - call.at < (rule.windowSeconds ?? 60) * 1000,
      ).length
    if (within(own, tool) >= own.maxCalls) return own
    return within(all) >= all.maxCalls ? all : undefined
  }

  return definePlugin({
    name: 'rate_limit',
    version,
    description: 'How often tools may be called.',
    start(given) {
      host = given
    },
    register(registry) {
      registry.hook({
        name: 'rate_limit',
        beforeTool({ call }) {
          if (!counted.has(call.name) || host === undefined) return undefined
          const now = host.now()
          const rule = over(call.name, now)
          if (rule !== undefined) {
            return {
              action: 'deny',
              reason: `Rate limit exceeded: max ${rule.maxCalls} calls per ${rule.windowSeconds ?? 60} seconds`,
            }
          }
          calls.push({ id: call.id, tool: call.name, at: now })
          if (calls.length > 10_000) calls.splice(0, 5000)
          return undefined
        },
        afterTool({ call, result }) {
          // A call that was never run does not count.
          const [first] = result.content
          if (result.isError !== true || first?.type !== 'text') return
          if (!first.text.startsWith('Invalid arguments')) return
          const at = calls.findIndex(({ id }) => id === call.id)
          if (at >= 0) calls.splice(at, 1)
        },
      })
    },
  })
}
