import type { WireName } from '../answers/script.ts'

/** One who is measured. To add one, see docs/performance.md. */
export interface Contender {
  readonly wires: readonly WireName[]
  /** Everything that a program does once; not measured but by the figure of the cold start. */
  open(wire: WireName, setup: Setup): Client | Promise<Client>
}

export interface Setup {
  /** `http://127.0.0.1:…/chat`: what a wire adds to its host (`/v1`) is the contender's to add. */
  readonly baseUrl: string
  /** Said before each question of `ask`. */
  readonly history: readonly Turn[]
  readonly tools: readonly ToolSpec[]
}

export interface Turn {
  readonly role: 'user' | 'assistant'
  readonly text: string
}

export interface ToolSpec {
  readonly name: string
  readonly description: string
  readonly inputSchema: Readonly<Record<string, unknown>>
  /** What a loop runs. */
  execute(input: unknown): string
}

export interface Client {
  /** One streamed answer; each fragment is handed over as it comes. Nothing is remembered. */
  ask(question: string, onText: (text: string) => void): Promise<void>
  /** The streamed arguments of the one tool call that answers, parsed. */
  args?(question: string): Promise<unknown>
  /** Asks, runs the tools and asks again until the model is done; the last answer's text. */
  loop?(question: string): Promise<string>
  /** A conversation that remembers. */
  converse?(): Conversation
}

export interface Conversation {
  say(question: string): Promise<void>
  readonly messages: readonly unknown[]
}
