import type { SourceFile } from './tree.ts'

// A name inside a longer word counts for the long ones; the short ones must stand alone, as
// "aws" is in "draws" and "nova" in "innovative".
const anywhere = [
  'anthropic',
  'azure',
  'bedrock',
  'cerebras',
  'chatgpt',
  'deepseek',
  'fireworks',
  'gemini',
  'huggingface',
  'mistral',
  'moonshot',
  'nvidia',
  'ollama',
  'openai',
  'openrouter',
  'perplexity',
  'qwen',
  'sagemaker',
  'vllm',
]
const alone = [
  'ai21',
  'amazon',
  'aws',
  'claude',
  'cohere',
  'converse',
  'google',
  'gpt',
  'grok',
  'groq',
  'kimi',
  'llama',
  'microsoft',
  'nova',
  'vertex',
  'xai',
]
const capitalised = alone.map((name) => name.charAt(0).toUpperCase() + name.slice(1))
const patterns = [
  new RegExp(`${anywhere.join('|')}|(?<![a-z])(${alone.join('|')})(?![a-z])`, 'gi'),
  new RegExp(`(?<=[a-z])(${capitalised.join('|')})(?![a-z])`, 'g'),
]

/** Names of vendors in core: in code, in text, in comments. */
export function vendors(files: readonly SourceFile[]): readonly string[] {
  const found: string[] = []
  for (const file of files) {
    if (!file.path.startsWith('packages/core/src/')) continue
    file.text.split('\n').forEach((line, index) => {
      for (const [word] of patterns.flatMap((pattern) => [...line.matchAll(pattern)])) {
        found.push(`${file.path}:${index + 1} names "${word}": core knows no vendor`)
      }
    })
  }
  return found
}
