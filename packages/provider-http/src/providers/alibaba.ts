import { chatWire } from '../codecs/openai-chat.ts'
import { vendor, type Vendor } from '../vendor.ts'
import { compatible, openaiImages } from '../vendor/compatible.ts'

// https://www.alibabacloud.com/help/en/model-studio/compatibility-of-openai-with-dashscope
export const alibaba: Vendor = vendor(chatWire, {
  prefix: 'alibaba',
  displayName: 'Alibaba Cloud (Qwen)',
  wire: 'openai-chat',
  baseUrl: 'https://dashscope-intl.aliyuncs.com/compatible-mode/v1',
  baseUrlEnvironment: ['DASHSCOPE_BASE_URL'],
  keyEnvironment: ['DASHSCOPE_API_KEY', 'ALIBABA_API_KEY'],
  spelling: { effortForm: 'enable_thinking' },
  capabilities: {
    ...compatible,
    toolChoice: ['auto', 'none'],
    parameters: { temperature: [0, 1.99], topK: 'yes', seed: 'yes', penalties: 'no' },
  },
  models: [
    {
      match: /^(qwen3(?!.*(coder|instruct))|qwen-(plus|flash|turbo|max))/,
      capabilities: { reasoningEfforts: ['none', 'high'] },
    },
    { match: /-vl|omni|qvq/, capabilities: { media: { image: openaiImages } } },
  ],
})
