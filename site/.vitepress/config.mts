import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitepress'

const pages = join(import.meta.dirname, '..', 'pages')

// In the order of a reader; what is in no list stands under "More", so that a new page needs none.
const sections: Readonly<Record<string, readonly string[]>> = {
  'Use it': ['cli', 'configuration', 'providers', 'bedrock', 'models'],
  'Build an agent': ['tools', 'mcp', 'sessions', 'errors', 'testing', 'observability'],
  'Extend it': ['plugins', 'write-a-provider', 'provider-contract'],
  'How it is built': ['architecture'],
}

function titleOf(path: string): string {
  const [, title = path] = /^# (.+)$/m.exec(readFileSync(join(pages, path), 'utf8')) ?? []
  return title.replaceAll('`', '')
}

function namesIn(folder: string): readonly string[] {
  return readdirSync(join(pages, folder))
    .filter((name) => name.endsWith('.md') && name !== 'index.md')
    .map((name) => name.slice(0, -3))
    .toSorted()
}

function items(folder: string, names: readonly string[]) {
  return names.map((name) => ({
    text: titleOf(join(folder, `${name}.md`)),
    link: `/${folder}${name}`,
  }))
}

function githubSlug(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-')
}

const top = namesIn('')
const listed = new Set(Object.values(sections).flat())

export default defineConfig({
  srcDir: 'pages',
  title: 'autobot',
  description: 'Agents that run on any model provider',
  // None: without this line browsers ask for one.
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  cleanUrls: false,
  lastUpdated: false,
  // A link that leads nowhere fails the build; build.mjs looks at anchors besides.
  ignoreDeadLinks: false,
  // As GitHub makes them, so that a link within a page works in both places.
  markdown: { anchor: { slugify: githubSlug } },
  // Nothing is loaded from elsewhere: system fonts alone.
  themeConfig: {
    search: {
      provider: 'local',
      options: {
        miniSearch: {
          // A page that explains comes before a declaration that mentions.
          searchOptions: { boostDocument: (id: string) => (id.includes('/reference/') ? 0.3 : 1) },
        },
      },
    },
    outline: [2, 3],
    nav: [
      { text: 'Write a provider', link: '/write-a-provider' },
      { text: 'Reference', link: '/reference/core' },
    ],
    sidebar: [
      ...Object.entries(sections).map(([text, names]) => ({
        text,
        items: items(
          '',
          names.filter((name) => top.includes(name)),
        ),
      })),
      { text: 'Decisions', collapsed: true, items: items('decisions/', namesIn('decisions')) },
      { text: 'Reference', collapsed: true, items: items('reference/', namesIn('reference')) },
      {
        text: 'More',
        collapsed: true,
        items: items(
          '',
          top.filter((name) => !listed.has(name)),
        ),
      },
    ],
  },
})
