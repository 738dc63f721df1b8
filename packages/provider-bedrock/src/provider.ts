import type {
  CallContext,
  ChatDelta,
  PreparedRequest,
  Provider,
  ProviderHost,
  StartDelta,
  Warning,
} from '@autobot/core/provider'
import { ConfigError } from '@autobot/core/provider'
import { openAnswer } from './answer.ts'
import type { Answer } from './answer.ts'
import { openCall, planCall } from './call.ts'
import { listBedrockModels } from './catalogue.ts'
import { checkBedrock } from './check.ts'
import type { AwsAccess } from './aws-access.ts'
import { present } from './config.ts'
import type { BedrockConfig } from './config.ts'
import { countTokens } from './count-tokens.ts'
import { createModelTable } from './families/model-facts.ts'
import { chooseGuardrail } from './guardrail.ts'
import type { Lessons } from './lessons.ts'
import { families, isFamilyHint } from './models.ts'
import { createNotices } from './notices.ts'
import { handOut } from './transport/hand-out.ts'
import { watchSilence } from './transport/silence.ts'
import type { Silence } from './transport/silence.ts'

export function createBedrock(config: BedrockConfig, host: ProviderHost, aws: AwsAccess): Provider {
  const choice = chooseGuardrail(config)
  const { guardrail, warning } = choice
  const modelOf = createModelTable(chooseFamily(config))
  const lessons: Lessons = new Map()
  const notices = createNotices(warning)

  function stream(request: PreparedRequest, context: CallContext): AsyncIterable<ChatDelta> {
    let silence: Silence | undefined
    let answer: Answer | undefined
    let start: StartDelta | undefined
    let left = false
    const begin = async (): Promise<Answer> => {
      silence = watchSilence(config.timeoutSeconds, context.signal)
      const { signal, heard } = silence
      if (guardrail !== undefined) {
        host.log('info', `Bedrock guardrail: ${guardrail.id} v${guardrail.version}`)
      }
      const model = modelOf(request.model)
      const opened = await openCall(request, model, guardrail, lessons, aws, host, { signal })
      heard()
      start = startOf(opened.response, [...notices(model.name), ...opened.warnings])
      const opening = openAnswer(opened, { host, signal, heard })
      if (left) opening.close()
      return opening
    }
    return handOut<ChatDelta>({
      async fill() {
        answer ??= await begin()
        const deltas = await answer.read()
        // Held back until there is an answer: a throttle as first frame may still be retried.
        if (start === undefined || deltas === undefined || deltas.length === 0) return deltas
        const first = start
        start = undefined
        return [first, ...deltas]
      },
      close() {
        left = true
        silence?.stop()
        answer?.close()
      },
    })
  }

  return Object.freeze({
    stream,
    capabilities: (model: string) => modelOf(model).capabilities,
    async explain(request: PreparedRequest) {
      // Of an answer it is a warning; here is none.
      if (warning !== undefined) host.log('warn', warning.message)
      const model = modelOf(request.model)
      const call = planCall(request, model, guardrail, lessons, aws.endpoint)
      return {
        method: 'POST',
        url: call.url,
        headers: {
          'content-type': 'application/json',
          authorization: `${aws.scheme} ***`,
        },
        body: JSON.stringify(call.body),
        credentials: aws.credentials,
      }
    },
    countTokens: (request: PreparedRequest, context: CallContext) =>
      countTokens(request, modelOf(request.model), aws, host, context),
    listModels: (context: CallContext) => listBedrockModels(aws, host, context),
    check: (context: CallContext) => checkBedrock(aws, host, choice, context),
  })
}

function chooseFamily(config: BedrockConfig): string | undefined {
  const family = present(config.family)
  if (family === undefined || isFamilyHint(family)) return family
  throw new ConfigError(`providers.bedrock.family is no family: ${family}`, {
    path: 'providers.bedrock.family',
    hint: `Write one of ${families.join(', ')}, or the id of the model.`,
  })
}

function startOf(response: Response, warnings: readonly Warning[]): StartDelta {
  const requestId = response.headers.get('x-amzn-requestid') ?? undefined
  return {
    type: 'start',
    ...(requestId !== undefined && { requestId }),
    ...(warnings.length > 0 && { warnings }),
  }
}
