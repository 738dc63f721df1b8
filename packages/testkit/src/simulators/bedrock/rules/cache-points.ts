import { fields, kindOf, list } from '../json.ts'
import type { Fields } from '../json.ts'
import type { SimulatedModel } from '../model.ts'
import { extraneous, firstOf, invalid, strict } from '../refusal.ts'
import type { Verdict } from '../refusal.ts'

/** Where markers may stand, how many there may be, and who takes them. */
export function checkCachePoints(body: Fields, model: SimulatedModel): Verdict {
  const tools = list(fields(body['toolConfig'])['tools'])
  const lists: (readonly [path: string, blocks: readonly unknown[]])[] = [
    ['toolConfig.tools', tools],
    ['system', list(body['system'])],
    ...list(body['messages']).map(
      (message, at) => [`messages.${at}.content`, list(fields(message)['content'])] as const,
    ),
  ]
  const all = lists.flatMap(([, blocks]) => blocks.filter(isPoint))
  if (all.length === 0) return undefined
  return firstOf([
    () => whoTakesThem(model),
    () => (model.family === 'nova' ? novaPlaces(lists) : undefined),
    () => ttls(all, model),
    ...lists.map(
      ([path, blocks]) =>
        () =>
          places(path, blocks),
    ),
    () =>
      all.length > 4
        ? invalid(`A maximum of 4 blocks with cache_control may be provided. Found ${all.length}.`)
        : undefined,
  ])
}

function isPoint(block: unknown): boolean {
  return kindOf(block) === 'cachePoint'
}

function whoTakesThem({ family, base, version }: SimulatedModel): Verdict {
  if (family === 'unknown') return undefined
  const takes =
    (family === 'nova' && !base.startsWith('amazon.nova-2')) ||
    (family === 'claude' && (version >= 307 || /claude-3-5-(?:haiku|sonnet-20241022)/.test(base)))
  return takes
    ? undefined
    : {
        status: 403,
        type: 'AccessDeniedException',
        message:
          'You invoked an unsupported model or your request did not allow prompt caching. See the documentation for more information.',
      }
}

function novaPlaces(lists: readonly (readonly [string, readonly unknown[]])[]): Verdict {
  for (const [path, blocks] of lists) {
    const at = blocks.findIndex(isPoint)
    if (at === -1) continue
    if (path === 'toolConfig.tools') return extraneous(`#/toolConfig/tools/${at}`, 'cachePoint')
    const withTools = blocks.some((block) => /^tool(?:Use|Result)$/.test(kindOf(block)))
    if (withTools) return extraneous(`#/${path.replaceAll('.', '/')}/${at}`, 'cachePoint')
  }
  return undefined
}

function ttls(points: readonly unknown[], { family, version }: SimulatedModel): Verdict {
  let short = false
  for (const point of points) {
    const { type, ttl } = fields(fields(point)['cachePoint'])
    if (type !== 'default') return strict('a cachePoint has the type default.')
    if (ttl === undefined) {
      short = true
      continue
    }
    if (ttl !== '5m' && ttl !== '1h') return strict(`${String(ttl)} is no ttl.`)
    if (family === 'nova' || (family === 'claude' && version < 405)) {
      return extraneous('#/cachePoint', 'ttl')
    }
    if (ttl === '1h' && short) {
      return invalid(
        "a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block.",
      )
    }
    short ||= ttl === '5m'
  }
  return undefined
}

function places(path: string, blocks: readonly unknown[]): Verdict {
  for (const [at, block] of blocks.entries()) {
    if (!isPoint(block)) continue
    const before = kindOf(blocks[at - 1])
    if (at === 0) return strict(`${path}.${at}: a cachePoint stands first.`)
    if (before === 'cachePoint') return strict(`${path}.${at}: two cachePoints in a row.`)
    if (before === 'document' || before === 'video') {
      return invalid(`${path}.${at - 1}.${before}.source.type: Field required`)
    }
    if (before === 'reasoningContent') {
      return strict(`${path}.${at}: a cachePoint follows reasoning.`)
    }
  }
  return undefined
}
