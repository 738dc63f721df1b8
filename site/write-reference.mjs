// The reference of each public entry, from its docstrings: one page an entry.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Application } from 'typedoc'

/** Every entry of a published package that leads to sources: what may be imported. */
export function publicEntries(root) {
  return readdirSync(join(root, 'packages'))
    .map((name) => join(root, 'packages', name))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .flatMap((folder) => {
      const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
      return Object.entries(manifest.exports ?? {})
        .filter(([, to]) => typeof to === 'object' && to['@autobot/source'] !== undefined)
        .map(([entry, to]) => ({
          name: entry === '.' ? manifest.name : `${manifest.name}${entry.slice(1)}`,
          page: `${basename(folder)}${entry === '.' ? '' : entry.slice(1).replaceAll('/', '-')}`,
          source: join(folder, to['@autobot/source']),
        }))
    })
}

/** Writes `FOLDER/PAGE.md` for each entry. */
export async function writeReference(root, folder) {
  const entries = publicEntries(root)
  for (const { name, page, source } of entries) {
    const out = join(folder, page)
    const app = await Application.bootstrapWithPlugins({
      name,
      entryPoints: [source],
      tsconfig: join(root, 'site', 'tsconfig.json'),
      plugin: ['typedoc-plugin-markdown'],
      out,
      readme: 'none',
      disableSources: true,
      excludePrivate: true,
      excludeInternal: true,
      excludeExternals: true,
      skipErrorChecking: true,
      githubPages: false,
      logLevel: 'Error',
      outputFileStrategy: 'modules',
      entryFileName: 'index',
      hidePageHeader: true,
      hideBreadcrumbs: true,
      useCodeBlocks: true,
      expandObjects: false,
      indexFormat: 'table',
      parametersFormat: 'table',
      interfacePropertiesFormat: 'table',
      typeAliasPropertiesFormat: 'table',
      enumMembersFormat: 'table',
      propertyMembersFormat: 'table',
      sort: ['source-order'],
    })
    const project = await app.convert()
    if (project === undefined) throw new Error(`typedoc: ${name}`)
    await app.generateOutputs(project)
    if (app.logger.hasErrors()) throw new Error(`typedoc: ${name}`)
    const text = readFileSync(join(out, 'index.md'), 'utf8')
    rmSync(out, { recursive: true })
    writeFileSync(`${out}.md`, text.replace(/^# .*$/m, `# ${name}`))
  }
  return entries
}
