/** A provider that setup offers. */
export interface Choice {
  readonly prefix: string
  readonly name: string
  /** `key`: one key; `aws`: AWS credentials; `local`: a server of one's own, no key. */
  readonly kind: 'key' | 'aws' | 'local'
  /** Holds the key. */
  readonly variable?: string
  readonly model: string
  /** Where a local server answers, when it was not started otherwise. */
  readonly address?: string
  readonly addressVariable?: string
}

const keyed = (prefix: string, name: string, variable: string, model: string): Choice => ({
  prefix,
  name,
  kind: 'key',
  variable,
  model,
})

const local = (prefix: string, name: string, port: number): Choice => ({
  prefix,
  name,
  kind: 'local',
  model: '',
  address: `http://localhost:${port}/v1`,
  addressVariable: `${prefix.toUpperCase()}_BASE_URL`,
})

/** In the order in which they are offered. */
export const choices: readonly Choice[] = [
  keyed('anthropic', 'Anthropic (Claude)', 'ANTHROPIC_API_KEY', 'claude-sonnet-4-5'),
  keyed('openai', 'OpenAI (GPT)', 'OPENAI_API_KEY', 'gpt-5'),
  {
    prefix: 'bedrock',
    name: 'AWS Bedrock',
    kind: 'aws',
    model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  },
  keyed('gemini', 'Google Gemini', 'GEMINI_API_KEY', 'gemini-2.5-flash'),
  keyed('openrouter', 'OpenRouter', 'OPENROUTER_API_KEY', 'auto'),
  keyed('deepseek', 'DeepSeek', 'DEEPSEEK_API_KEY', 'deepseek-chat'),
  keyed('groq', 'Groq', 'GROQ_API_KEY', 'llama-3.3-70b-versatile'),
  keyed('kimi', 'Kimi Code', 'KIMI_API_KEY', 'kimi-for-coding'),
  keyed('mistral', 'Mistral', 'MISTRAL_API_KEY', 'mistral-large-latest'),
  keyed('xai', 'xAI', 'XAI_API_KEY', 'grok-4'),
  local('ollama', 'Ollama', 11_434),
  local('lmstudio', 'LM Studio', 1234),
  local('vllm', 'vLLM', 8000),
  local('llamacpp', 'llama.cpp', 8080),
]
