// Written by scripts/list-providers.mjs from the files in src/providers.
import { aihubmix } from './providers/aihubmix.ts'
import { anthropic } from './providers/anthropic.ts'
import { azure } from './providers/azure.ts'
import { cerebras } from './providers/cerebras.ts'
import { deepinfra } from './providers/deepinfra.ts'
import { deepseek } from './providers/deepseek.ts'
import { duckai } from './providers/duckai.ts'
import { fireworks } from './providers/fireworks.ts'
import { gemini } from './providers/gemini.ts'
import { github } from './providers/github.ts'
import { groq } from './providers/groq.ts'
import { huggingface } from './providers/huggingface.ts'
import { kimi } from './providers/kimi.ts'
import { llamacpp } from './providers/llamacpp.ts'
import { lmstudio } from './providers/lmstudio.ts'
import { minimax } from './providers/minimax.ts'
import { mistral } from './providers/mistral.ts'
import { moonshot } from './providers/moonshot.ts'
import { ollama } from './providers/ollama.ts'
import { openai } from './providers/openai.ts'
import { openaiResponses } from './providers/openai-responses.ts'
import { openrouter } from './providers/openrouter.ts'
import { together } from './providers/together.ts'
import { vllm } from './providers/vllm.ts'
import { xai } from './providers/xai.ts'
import type { VendorSpec } from './vendor/spec.ts'

export const vendorSpecs: readonly VendorSpec[] = [
  aihubmix,
  anthropic,
  azure,
  cerebras,
  deepinfra,
  deepseek,
  duckai,
  fireworks,
  gemini,
  github,
  groq,
  huggingface,
  kimi,
  llamacpp,
  lmstudio,
  minimax,
  mistral,
  moonshot,
  ollama,
  openai,
  openaiResponses,
  openrouter,
  together,
  vllm,
  xai,
]
