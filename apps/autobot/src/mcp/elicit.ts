import type { CommandContext } from '../command-context.ts'
import { inTurn } from '../in-turn.ts'
import { withoutControls } from '../render/display-width.ts'
import { formField, type FieldValue } from './form-field.ts'

/** A server asks the person at the terminal, in the middle of a call. */
export type Elicitation =
  | {
      readonly mode: 'form'
      readonly server: string
      readonly message: string
      readonly schema: Readonly<Record<string, unknown>>
    }
  | {
      readonly mode: 'url'
      readonly server: string
      readonly message: string
      readonly url: string
    }

export interface ElicitationAnswer {
  readonly action: 'accept' | 'decline' | 'cancel'
  readonly content?: Readonly<Record<string, FieldValue>>
}

export type Elicit = (
  request: Elicitation,
  context: { readonly signal: AbortSignal },
) => Promise<ElicitationAnswer>
export type Ask = (question: string) => Promise<string>

const maxMessage = 2000
const maxTries = 3

/** Shows who asks, asks whether to answer at all, and then field by field. */
export function elicitor(
  context: CommandContext,
  /** The terminal may change hands between two questions. */
  ask: () => Ask,
  open: (url: string) => void | Promise<void>,
): Elicit {
  const fill = async (
    schema: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<ElicitationAnswer> => {
    const { properties, required } = schema as {
      properties?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
      required?: unknown
    }
    const needed = new Set(Array.isArray(required) ? (required as unknown[]) : [])
    const content: [string, FieldValue][] = []
    for (const [name, described] of Object.entries(properties ?? {})) {
      const field = formField(name, described, needed.has(name))
      for (let tries = 1; ; tries++) {
        const answer = field.read(await ask()(`  ${field.question}`))
        if (signal.aborted) return { action: 'cancel' }
        if (!('problem' in answer)) {
          if (answer.value !== undefined) content.push([name, answer.value])
          break
        }
        context.tell(`  ${answer.problem}\n`)
        if (tries >= maxTries) return { action: 'cancel' }
      }
    }
    return { action: 'accept', content: Object.fromEntries(content) }
  }

  const dialogue = async (
    request: Elicitation,
    signal: AbortSignal,
  ): Promise<ElicitationAnswer> => {
    if (signal.aborted) return { action: 'cancel' }
    const { server, message } = request
    const said = withoutControls(message.slice(0, maxMessage)).replaceAll('\n', '\n  ')
    context.tell(`The MCP server ${withoutControls(server)} asks you:\n  ${said}\n`)
    if (request.mode === 'url') {
      const { host } = new URL(request.url)
      context.tell(`  It wants you to open a page of ${host}:\n  ${request.url}\n`)
    }
    const question = request.mode === 'url' ? 'Open it? [y]es, [N]o: ' : 'Answer it? [y]es, [N]o: '
    const answer = (await ask()(question)).trim().toLowerCase()
    if (signal.aborted) return { action: 'cancel' }
    if (answer !== 'y' && answer !== 'yes') return { action: 'decline' }
    if (request.mode === 'form') return fill(request.schema, signal)
    await open(request.url)
    return { action: 'accept' }
  }

  return (request, { signal }) => inTurn(context, () => dialogue(request, signal))
}
