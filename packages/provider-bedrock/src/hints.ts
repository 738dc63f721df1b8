import type { ErrorCode } from '@autobot/core/provider'
import type { CallPlace, ServiceFailure } from './failure.ts'
import { modelArns, profilePrefixes } from './models.ts'

/** What the user can do, in one or two sentences. */
export function hintFor(
  code: ErrorCode,
  failure: ServiceFailure,
  place: CallPlace,
): string | undefined {
  const { type, message } = failure
  switch (code) {
    case 'auth':
      return authHint(type, message, place)
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

function authHint(type: string, message: string, { credentials }: CallPlace): string {
  // Before the next: a signature expires when the clocks differ.
  if (/signature/i.test(`${type} ${message}`)) {
    return `Check the secret access key (${credentials}) and this machine’s clock.`
  }
  if (/expired/i.test(`${type} ${message}`)) {
    return credentials.startsWith('profile')
      ? `The credentials (${credentials}) have expired: run "aws sso login" for that profile.`
      : `The credentials (${credentials}) have expired: get new ones ("aws sso login" or "aws sts assume-role") and set key, secret and session token together.`
  }
  return `AWS does not know the credentials (${credentials}): check key and secret; temporary ones need the session token too.`
}

function permissionHint(message: string, { model, region, streaming }: CallPlace): string {
  if (/don.t have access to the model/i.test(message)) {
    return `Enable the model ${model.id} in ${region}: AWS console, Amazon Bedrock, Model access.`
  }
  const actions = streaming
    ? 'bedrock:InvokeModelWithResponseStream and bedrock:InvokeModel'
    : 'bedrock:InvokeModel'
  return `The role needs ${actions} on ${modelArns(model, region).join(' and ')}.`
}

function modelHint(message: string, place: CallPlace): string {
  const { model, region } = place
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
  if (model.base === '' || model.id.startsWith('arn:')) return ''
  return profilePrefixes(region)
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
