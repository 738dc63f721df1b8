import type { WireName } from '../answers/script.ts'

export interface Listed {
  /** Of the file: `contenders/<name>.ts`, or `peers/<name>.mjs` for one that is installed apart. */
  readonly name: string
  readonly wires: 'all' | readonly WireName[]
  readonly installed: 'with_workspace' | 'apart'
}

export const contenders: readonly Listed[] = [
  { name: 'floor', wires: 'all', installed: 'with_workspace' },
  { name: 'ours', wires: 'all', installed: 'with_workspace' },
  { name: 'openai-sdk', wires: ['chat', 'responses'], installed: 'with_workspace' },
  { name: 'aws-sdk', wires: ['bedrock'], installed: 'with_workspace' },
  { name: 'anthropic-sdk', wires: ['messages'], installed: 'apart' },
  { name: 'google-genai', wires: ['gemini'], installed: 'apart' },
  { name: 'pi-ai', wires: 'all', installed: 'apart' },
  { name: 'langchain', wires: 'all', installed: 'apart' },
  { name: 'ai-sdk', wires: 'all', installed: 'apart' },
]

export function contendersOf(wire: WireName, apart: 'with_apart' | 'without'): readonly string[] {
  return contenders
    .filter(({ wires }) => wires === 'all' || wires.includes(wire))
    .filter(({ installed }) => installed === 'with_workspace' || apart === 'with_apart')
    .map(({ name }) => name)
}
