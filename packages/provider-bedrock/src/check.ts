import { ProviderError } from '@autobot/core/provider'
import type { CallContext, CheckItem, ProviderCheck, ProviderHost } from '@autobot/core/provider'
import type { AwsAccess } from './aws-access.ts'
import { readFailure, serviceError } from './errors.ts'
import type { GuardrailChoice } from './guardrail.ts'
import { parseModel } from './models.ts'
import { post, textOf } from './transport/post.ts'

/** No model has this name: what the service answers tells only whether it knows the caller. */
const noModel = 'autobot.check'

/** What doctor shows. Costs one request that no model answers. */
export async function checkBedrock(
  aws: AwsAccess,
  host: ProviderHost,
  { guardrail, warning }: GuardrailChoice,
  context: CallContext,
): Promise<ProviderCheck> {
  const items: CheckItem[] = [
    { level: 'ok', message: `region ${aws.region} (${aws.regionSource})` },
    { level: 'ok', message: `endpoint ${aws.endpoint}` },
  ]
  items.push(...(await checkCaller(aws, host, context)))
  if (guardrail !== undefined) {
    items.push({ level: 'ok', message: `guardrail ${guardrail.id} v${guardrail.version}` })
  }
  if (warning !== undefined) {
    items.push({
      level: 'warning',
      message: warning.message,
      hint: 'Set both guardrail_id and guardrail_version, or neither.',
    })
  }
  return { items }
}

async function checkCaller(
  aws: AwsAccess,
  host: ProviderHost,
  { signal }: CallContext,
): Promise<readonly CheckItem[]> {
  const url = `${aws.endpoint}/model/${noModel}/converse`
  const body = '{"messages":[{"role":"user","content":[{"text":"."}]}]}'
  try {
    const headers = await aws.authorize('POST', url, body, signal)
    const response = await post({ fetch: host.fetch, url, headers, body, signal })
    const text = await textOf(response, signal)
    const end = expiry(aws.expires(), host.now())
    const known: CheckItem = {
      level: 'ok',
      message: `credentials accepted (${aws.credentials})${end}`,
    }
    const clock = checkClock(response, host.now())
    if (response.ok) return [known, ...clock]
    const error = serviceError(readFailure(response, text, host.now()), {
      model: parseModel(noModel),
      region: aws.region,
      credentials: aws.credentials,
      streaming: false,
      redact: (shown) => aws.redact(shown),
    })
    // A role that may use some models only is known, and says so for this one.
    const refused = error.code === 'auth' || response.status >= 500
    return [refused ? itemOf(error) : known, ...clock]
  } catch (error) {
    return [itemOf(error)]
  }
}

/** Those of a profile or a role are fetched again when they end. */
function expiry(end: Date | undefined, now: number): string {
  if (end === undefined) return ''
  const minutes = Math.round((end.getTime() - now) / 60_000)
  const away = Math.abs(minutes) < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`
  return `, which end in ${away} (${end.toISOString()}) and are then fetched again`
}

/** A signature is refused when the clocks are five minutes apart. */
function checkClock({ headers }: Response, now: number): readonly CheckItem[] {
  const theirs = Date.parse(headers.get('date') ?? '')
  if (Number.isNaN(theirs)) return []
  const seconds = Math.round((now - theirs) / 1000)
  const off = `${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} AWS`
  if (Math.abs(seconds) < 60) return [{ level: 'ok', message: 'clock agrees with AWS' }]
  const level = Math.abs(seconds) < 240 ? 'warning' : 'error'
  const hint = 'Set the clock of this machine: a signature that is five minutes off is refused.'
  return [{ level, message: `the clock is ${off}`, hint }]
}

function itemOf(error: unknown): CheckItem {
  const message = error instanceof Error ? error.message : String(error)
  const hint = ProviderError.is(error) ? error.hint : undefined
  return { level: 'error', message, ...(hint !== undefined && { hint }) }
}
