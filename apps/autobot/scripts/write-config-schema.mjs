// Prints src/config/schema.ts into config.schema.json. Run with: node scripts/write-config-schema.mjs
import { writeFileSync } from 'node:fs'
import { registerHooks } from 'node:module'

registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier, { ...context, conditions: ['@autobot/source', ...context.conditions] }),
})
const { configJsonSchema } = await import('../src/config/json-schema.ts')
const file = new URL('../config.schema.json', import.meta.url)
writeFileSync(file, `${JSON.stringify(configJsonSchema(), undefined, 2)}\n`)
