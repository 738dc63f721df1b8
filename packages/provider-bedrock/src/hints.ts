import type { ErrorCode } from '@autobot/core/provider'
import type { CallPlace, ServiceFailure } from './failure.ts'
import { modelArns, profilePrefixes, regionOfArn } from './models.ts'

/** What the user can do, in one or two sentences. */
export function hintFor(
  code: ErrorCode,
  failure: ServiceFailure,
  place: CallPlace,
): string | undefined {
  const { message } = failure
  switch (code) {
    case 'auth':
      return authHint(failure, place)
    case 'permission':
      return permissionHint(message, place)
    case 'model_not_found':
      return modelHint(message, place)
    case 'quota':
      return `Ask for a higher quota of ${place.model.id} in ${place.region} (AWS console, Service Quotas), or use another region.`
    case 'rate_limit':
      return `Wait, or raise "${quotaOf(message)}" for ${place.model.id} in ${place.region} (AWS console, Service Quotas, Amazon Bedrock)${spread(place)}.`
    case 'overloaded':
      return `Wait and try again${spread(place)}.`
    case 'context_overflow':
      return 'Shorten the conversation or use a model with a larger context window.'
    case 'invalid_request':
    case 'unsupported':
      return requestHint(message)
    default:
      return undefined
  }
}

function authHint(failure: ServiceFailure, place: CallPlace): string {
  const { credentials } = place
  const said = `${failure.type} ${failure.message}`
  if (/bearer_token|api_key$/i.test(credentials)) {
    return `The API key (${credentials}) is ${/expired/i.test(said) ? 'too old' : 'not taken'}: make a new one (AWS console, Amazon Bedrock, API keys) and set it in the same place. Short-term keys live for 12 hours at most.`
  }
  // Before the next: a signature expires when the clocks differ.
  if (/signature|skewed|scoped to/i.test(said)) return signatureHint(said, failure, place)
  if (/expired/i.test(said)) {
    return credentials.startsWith('profile')
      ? `The credentials (${credentials}) have expired: run "aws sso login" for that profile.`
      : `The credentials (${credentials}) have expired: get new ones ("aws sso login" or "aws sts assume-role") and set key, secret and session token together.`
  }
  return `AWS does not know the credentials (${credentials}): check key and secret; temporary ones need the session token too.`
}

function signatureHint(
  said: string,
  { clockAheadMs = 0 }: ServiceFailure,
  { credentials, region }: CallPlace,
): string {
  const seconds = Math.round(Math.abs(clockAheadMs) / 1000)
  const clock =
    seconds < 240
      ? 'this machine’s clock'
      : `this machine’s clock, which is ${seconds} s ${clockAheadMs > 0 ? 'ahead of' : 'behind'} AWS`
  if (/skewed|signature (?:expired|not yet current)/i.test(said)) {
    return `Set ${clock}: a signature that is five minutes off is refused.`
  }
  if (/scoped to/i.test(said)) {
    return `The request was signed for ${region} (credentials: ${credentials}): check providers.bedrock.region and providers.bedrock.endpoint.`
  }
  return `Check the secret access key (${credentials}) and ${clock}.`
}

function permissionHint(message: string, place: CallPlace): string {
  const { model, region, streaming, permission } = place
  if (/aws-marketplace:/i.test(message)) {
    return `The role that first uses ${model.id} needs aws-marketplace:Subscribe and aws-marketplace:ViewSubscriptions; an administrator can also enable the model once for all (AWS console, Amazon Bedrock, Model access).`
  }
  if (/don.t have access to the model/i.test(message)) {
    return `Enable the model ${model.id} in ${region}: AWS console, Amazon Bedrock, Model access.`
  }
  const denied = /explicit deny/i.test(message)
    ? ' A policy denies it explicitly: allowing it elsewhere does not help.'
    : ''
  const [, action, resource] =
    /not authorized to perform:? ([\w-]+:\w+)(?: on resource:? (\S+))?/i.exec(message) ?? []
  // What it takes to ask a model is more than what was missed first.
  if (action !== undefined && !action.startsWith('bedrock:InvokeModel')) {
    return `The role needs ${action} on ${resource ?? '*'}.${denied}`
  }
  if (permission !== undefined) {
    const arns = permission.resource ?? modelArns(model, region).join(' and ')
    return `The role needs ${permission.action} on ${arns}.${denied}`
  }
  const actions = streaming
    ? 'bedrock:InvokeModelWithResponseStream and bedrock:InvokeModel'
    : 'bedrock:InvokeModel'
  return `The role needs ${actions} on ${modelArns(model, region).join(' and ')}.${denied}`
}

function modelHint(message: string, place: CallPlace): string {
  const { model, region } = place
  if (/use case details/i.test(message)) {
    return 'Fill in the form for the use of Anthropic’s models (AWS console, Amazon Bedrock, Model catalog), then try again a quarter of an hour later.'
  }
  if (/marked by provider as legacy|reached the end/i.test(message)) {
    return `${model.id} is not served any more: use a newer model.`
  }
  const home = regionOfArn(model.id)
  if (home !== undefined && home !== region) {
    return `The ARN belongs to ${home}, but ${region} was asked: set providers.bedrock.region to ${home}.`
  }
  const known = profiles(place)
  if (/on-demand throughput/i.test(message)) {
    return known === ''
      ? 'Use the id of an inference profile that contains the model.'
      : `In ${region} this model is only served by an inference profile: use ${known}.`
  }
  const other = known === '' ? '' : ` or try the inference profile ${known}`
  return `${model.id} is not available in ${region}: check the spelling, choose another region${other}.`
}

/** The quotas' own names. */
function quotaOf(message: string): string {
  return /token/i.test(message)
    ? 'model invocation tokens per minute'
    : 'model invocation requests per minute'
}

function spread(place: CallPlace): string {
  const known = place.model.geography === undefined ? profiles(place) : ''
  return known === '' ? '' : `, or spread the load with the inference profile ${known}`
}

/** The ids of the profiles that serve the region, without the one that was asked for. */
function profiles({ model, region }: CallPlace): string {
  // A name without its vendor is misspelt: with a prefix it would still be.
  if (!model.base.includes('.')) return ''
  return profilePrefixes(region, model.base)
    .map((prefix) => `${prefix}.${model.base}`)
    .filter((id) => id !== model.id)
    .map((id) => `"${id}"`)
    .join(' or ')
}

const requestHints: readonly (readonly [RegExp, string])[] = [
  [
    /maximum tokens you requested exceeds the model limit of (\d+)/i,
    'Ask for at most $1 output tokens.',
  ],
  [/assistant message prefill/i, 'The conversation must end with a user message for this model.'],
  [/system field/i, 'This model takes no system prompt.'],
  [/tool use/i, 'This model cannot call tools: use another one, or leave the tools out.'],
  [/guardrail/i, 'Check guardrail_id and guardrail_version.'],
]

function requestHint(message: string): string | undefined {
  for (const [pattern, hint] of requestHints) {
    const found = pattern.exec(message)
    if (found !== null) return hint.replace('$1', found[1] ?? '')
  }
  return undefined
}
