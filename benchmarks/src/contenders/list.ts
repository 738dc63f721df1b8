import type { WireName } from '../answers/script.ts'
import { isJudged } from './is-judged.ts'

export interface Listed {
  /** Of the file: `contenders/<name>.ts`, or `peers/<name>.mjs` for one that is installed apart. */
  readonly name: string
  readonly wires: 'all' | readonly WireName[]
}

export const contenders: readonly Listed[] = [
  { name: 'floor', wires: 'all' },
  { name: 'ours', wires: 'all' },
  { name: 'openai-sdk', wires: ['chat', 'responses'] },
  { name: 'aws-sdk', wires: ['bedrock'] },
  { name: 'anthropic-sdk', wires: ['messages'] },
  { name: 'google-genai', wires: ['gemini'] },
  { name: 'pi-ai', wires: 'all' },
  { name: 'langchain', wires: 'all' },
  { name: 'ai-sdk', wires: 'all' },
]

export function contendersOf(wire: WireName, peers: 'with_peers' | 'without'): readonly string[] {
  return contenders
    .filter(({ wires }) => wires === 'all' || wires.includes(wire))
    .filter(({ name }) => isJudged(name) || peers === 'with_peers')
    .map(({ name }) => name)
}
