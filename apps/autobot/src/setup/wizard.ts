import * as prompts from '@clack/prompts'
import {
  accessKeyFields,
  answersFromFlags,
  foundInEnvironment,
  keyAnswers,
  type Answers,
  type Environment,
  type SetupFlags,
} from './answers.ts'
import { choices, type Choice } from './choices.ts'
import type { LocalServer } from './find-local-servers.ts'

export interface WizardContext {
  readonly flags: SetupFlags
  readonly environment: Environment
  readonly servers: readonly LocalServer[]
  readonly signal: AbortSignal
}

/** Asks on the terminal for what no flag says; undefined when the user leaves. */
export async function askAnswers(context: WizardContext): Promise<Answers | undefined> {
  const end = new AbortController()
  const leave = (): void => end.abort()
  const onKey = (_: unknown, key: { readonly ctrl?: boolean; readonly name?: string }): void => {
    if (key.ctrl === true && key.name === 'd') leave()
  }
  context.signal.addEventListener('abort', leave)
  process.stdin.on('end', leave).on('keypress', onKey)
  try {
    return await ask(context, end.signal)
  } catch (error) {
    if (error === left) return undefined
    throw error
  } finally {
    context.signal.removeEventListener('abort', leave)
    process.stdin.off('end', leave).off('keypress', onKey)
  }
}

const left = new Error('The user left.')

/** An answer; leaving a question leaves them all. */
async function answer<T>(asked: Promise<T | typeof prompts.CANCEL_SYMBOL>): Promise<T> {
  const value = await asked
  if (prompts.isCancel(value)) throw left
  return value
}

async function ask(context: WizardContext, signal: AbortSignal): Promise<Answers> {
  const { flags } = context
  if (flags.provider !== undefined && !choices.some(({ prefix }) => prefix === flags.provider))
    return answersFromFlags(flags, context.environment, context.servers)
  prompts.log.step('[1/3] LLM Provider', { output: process.stdout })
  const choice = await askProvider(context, signal)
  prompts.log.success(choice.name)
  prompts.log.step(
    { key: '[2/3] API Key', aws: '[2/3] AWS Credentials', local: '[2/3] Address' }[choice.kind],
  )
  const access = await askAccess(choice, context, signal)
  prompts.log.step('[3/3] Model')
  const model = await askModel(choice, context, signal)
  return { ...access, model }
}

async function askProvider(context: WizardContext, signal: AbortSignal): Promise<Choice> {
  const { environment, flags, servers } = context
  const typed = choices.find(({ prefix }) => prefix === flags.provider)
  if (typed !== undefined) return typed
  const inEnvironment = foundInEnvironment(environment)
  const hintOf = (choice: Choice): string | undefined => {
    if (servers.some((server) => server.choice === choice)) return 'answers on this machine'
    if (!inEnvironment.includes(choice)) return undefined
    return choice.kind === 'aws' ? 'credentials found' : `${choice.variable ?? ''} is set`
  }
  // What is ready to be used comes first.
  const ordered = choices.toSorted(
    (a, b) => Number(hintOf(b) !== undefined) - Number(hintOf(a) !== undefined),
  )
  const prefix = await answer(
    prompts.select({
      message: 'Which provider?',
      options: ordered.map((choice) => {
        // In the label: a hint would show only where the cursor is.
        const hint = hintOf(choice)
        const label = hint === undefined ? choice.name : `${choice.name} · ${hint}`
        return { value: choice.prefix, label }
      }),
      maxItems: 14,
      signal,
    }),
  )
  return choices.find((choice) => choice.prefix === prefix) as Choice
}

async function askAccess(
  choice: Choice,
  context: WizardContext,
  signal: AbortSignal,
): Promise<Answers> {
  const { environment, flags, servers } = context
  if (choice.kind === 'aws') return askAws(context, signal)
  if (choice.kind === 'local') {
    const server = servers.find((each) => each.choice === choice)
    const address =
      flags.apiBase ??
      (await answer(
        prompts.text({
          message: 'Where does it answer?',
          initialValue: server?.address ?? choice.address ?? '',
          signal,
        }),
      ))
    return { model: '', prefix: choice.prefix, block: { api_base: address }, dotenv: {} }
  }
  const variable = flags.apiKeyEnv ?? choice.variable ?? ''
  if ((environment[variable] ?? '') !== '') {
    const use =
      flags.apiKeyEnv !== undefined ||
      (await answer(prompts.confirm({ message: `Use ${variable} of the environment?`, signal })))
    if (use) return keyAnswers(choice.prefix, '', variable, undefined)
  }
  const key = await secret(`Enter your ${choice.name} API key (input hidden):`, signal)
  if (key === '') prompts.log.warn(`No API key provided. Add ${variable} to .env later.`)
  else prompts.log.success('API key saved')
  const { missing: _, ...answers } = keyAnswers(choice.prefix, '', variable, key)
  return answers
}

async function askAws(context: WizardContext, signal: AbortSignal): Promise<Answers> {
  const { environment, flags } = context
  const settled = flags.profile !== undefined || flags.apiKeyEnv !== undefined
  const inEnvironment = (environment['AWS_ACCESS_KEY_ID'] ?? '') !== ''
  const way = settled
    ? 'flags'
    : await answer(
        prompts.select({
          message: 'How does this machine sign in to AWS?',
          options: [
            {
              value: 'chain',
              label: 'As it is set up already',
              hint: inEnvironment ? 'AWS_ACCESS_KEY_ID is set' : 'profile, single sign-on, role',
            },
            { value: 'keys', label: 'With an access key that I type now' },
          ],
          signal,
        }),
      )
  const dotenv: Record<string, string> = {}
  if (way === 'keys') {
    const id = await answer(prompts.text({ message: 'AWS access key id:', signal }))
    const key = await secret('AWS secret access key (input hidden):', signal)
    const token = await secret('Session token, if the key is temporary (input hidden):', signal)
    Object.assign(dotenv, { AWS_ACCESS_KEY_ID: id ?? '', AWS_SECRET_ACCESS_KEY: key })
    if (token !== '') dotenv['AWS_SESSION_TOKEN'] = token
  }
  const region =
    flags.region ??
    (await answer(
      prompts.text({
        message: 'Enter your AWS Region:',
        initialValue: environment['AWS_REGION'] ?? 'us-east-1',
        signal,
      }),
    ))
  if (way !== 'keys') {
    const usual = answersFromFlags({ ...flags, provider: 'bedrock', region }, environment, [])
    return usual
  }
  const complete = dotenv['AWS_ACCESS_KEY_ID'] !== '' && dotenv['AWS_SECRET_ACCESS_KEY'] !== ''
  if (complete) prompts.log.success(`AWS credentials saved (${region})`)
  else prompts.log.warn('Incomplete AWS credentials. Add them to .env later.')
  return {
    model: '',
    prefix: 'bedrock',
    block: { ...accessKeyFields('AWS_SESSION_TOKEN' in dotenv), region: '${AWS_REGION}' },
    dotenv: { ...dotenv, AWS_REGION: region },
  }
}

async function askModel(
  choice: Choice,
  { flags, servers }: WizardContext,
  signal: AbortSignal,
): Promise<string> {
  const offered = servers.find((each) => each.choice === choice)?.models ?? []
  const model =
    flags.model ??
    (offered.length > 0
      ? await answer(
          prompts.select({
            message: 'Which model?',
            options: offered.map((value) => ({ value, label: value })),
            maxItems: 12,
            signal,
          }),
        )
      : await answer(
          prompts.text({
            message: `Which model of ${choice.name}?`,
            initialValue: choice.model,
            validate: (text) => ((text ?? '').trim() === '' ? 'Write a model.' : undefined),
            signal,
          }),
        ))
  const { prefix } = choice
  return model.startsWith(`${prefix}/`) ? model : `${prefix}/${model.trim()}`
}

async function secret(message: string, signal: AbortSignal): Promise<string> {
  return ((await answer(prompts.password({ message, signal }))) ?? '').trim()
}
