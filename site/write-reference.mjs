// The reference of each public entry, from its docstrings: one page an entry.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { Application, ReflectionKind } from 'typedoc'

/** What may be imported of a published package, and where its sources begin. */
function publicEntries(root) {
  return readdirSync(join(root, 'packages'))
    .map((name) => join(root, 'packages', name))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .flatMap((folder) => {
      const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
      return (
        Object.entries(manifest.exports ?? {})
          .filter(([, to]) => typeof to === 'object' && to['@autobot/source'] !== undefined)
          // The entries of a pattern are alike, one for each vendor: docs/providers.md tells of them.
          .filter(([entry]) => !entry.includes('*'))
          .map(([entry, to]) => ({
            name: entry === '.' ? manifest.name : `${manifest.name}${entry.slice(1)}`,
            page: `${basename(folder)}${entry === '.' ? '' : entry.slice(1).replaceAll('/', '-')}`,
            source: join(folder, to['@autobot/source']),
          }))
      )
    })
}

/** Writes `FOLDER/PAGE.md` for each entry; gives the entries. */
export async function writeReference(root, folder) {
  const entries = publicEntries(root)
  const out = join(folder, 'typedoc')
  const app = await Application.bootstrapWithPlugins({
    name: 'autobot',
    basePath: root,
    entryPoints: entries.map(({ source }) => source),
    tsconfig: join(root, 'site', 'tsconfig.json'),
    plugin: ['typedoc-plugin-markdown'],
    out,
    readme: 'none',
    disableSources: true,
    excludePrivate: true,
    excludeInternal: true,
    excludeExternals: true,
    // The types are checked by the gate.
    skipErrorChecking: true,
    githubPages: false,
    logLevel: 'Error',
    outputFileStrategy: 'modules',
    hidePageHeader: true,
    hideBreadcrumbs: true,
    hidePageTitle: true,
    useCodeBlocks: true,
    useCustomAnchors: true,
    indexFormat: 'table',
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    typeAliasPropertiesFormat: 'table',
    propertyMembersFormat: 'table',
    sort: ['alphabetical'],
    groupOrder: ['Functions', 'Variables', 'Classes', '*'],
  })
  const project = await app.convert()
  if (project === undefined) throw new Error('typedoc reads no sources')
  nameModules(root, project.children ?? [], entries)
  nameParameters(project)
  await app.generateOutputs(project)
  if (app.logger.hasErrors()) throw new Error('typedoc has errors')
  for (const { name, page } of entries) {
    const text = readFileSync(join(out, `${page}.md`), 'utf8')
    writeFileSync(join(folder, `${page}.md`), `# ${name}\n\n${text}`)
  }
  rmSync(out, { recursive: true })
  return entries
}

/** A page is named for what is imported, not for where its source is. */
function nameModules(root, modules, entries) {
  for (const { page, source } of entries) {
    const stem = relative(root, source)
      .replaceAll('\\', '/')
      .replace(/(\/index)?\.ts$/, '')
    const found = modules.find(({ name }) => name === stem)
    if (found === undefined) {
      throw new Error(`typedoc has no ${stem}: ${modules.map(({ name }) => name).join(', ')}`)
    }
    found.name = page
  }
}

/** An object that is taken apart in the list of parameters has no name of its own. */
function nameParameters(project) {
  for (const parameter of project.getReflectionsByKind(ReflectionKind.Parameter)) {
    if (parameter.name.startsWith('__namedParameters')) parameter.name = 'options'
  }
}
