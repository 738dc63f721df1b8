import { definePlugin, defineProvider } from '@autobot/core/provider'
import type { Plugin } from '@autobot/core/provider'
import { openAws } from './aws-access.ts'
import { bedrockConfigSchema, bedrockEnvironment } from './config.ts'
import type { BedrockConfig } from './config.ts'
import { createBedrock } from './provider.ts'

/** AWS Bedrock under the prefix `bedrock`. The AWS SDK is loaded on the first use. */
export function bedrock(options: BedrockConfig = {}): Plugin {
  return definePlugin({
    name: '@autobot/provider-bedrock',
    description: 'AWS Bedrock: Converse and ConverseStream.',
    register(registry) {
      registry.provider(
        defineProvider<BedrockConfig>({
          prefix: 'bedrock',
          displayName: 'AWS Bedrock',
          wire: 'bedrock-converse',
          configSchema: bedrockConfigSchema,
          environment: bedrockEnvironment,
          config: options,
          create: async (config, host) => createBedrock(config, host, await openAws(config, host)),
        }),
      )
    },
  })
}
