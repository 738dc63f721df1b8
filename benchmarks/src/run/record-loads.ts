// Passed to Node by --import: writes down which files a program has loaded by its end.
import { writeFileSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

// Peers hold CommonJS that asks for modules of Node, which a bundle of ESM has no other way to.
Object.assign(globalThis, { require: createRequire(import.meta.url) })

const loaded = new Set<string>()
registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:')) loaded.add(fileURLToPath(url))
    return next(url, context)
  },
})
process.on('exit', () => {
  const { BENCH_LOADED: file } = process.env
  if (file !== undefined) writeFileSync(file, JSON.stringify([...loaded]))
})
