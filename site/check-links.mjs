// Links of the built pages that lead nowhere: a file that is not there, or a place within a page.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'

/** @param {string} dist the built site */
export function deadLinks(dist) {
  const pages = readdirSync(dist, { recursive: true })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.html') && path !== '404.html')
  const texts = new Map(pages.map((path) => [path, readFileSync(join(dist, path), 'utf8')]))
  const places = new Map(
    [...texts].map(([path, text]) => [
      path,
      new Set([...text.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => decode(id))),
    ]),
  )
  const found = []
  for (const [path, text] of texts) {
    const seen = new Set()
    for (const [, raw] of text.matchAll(/<a\s[^>]*?href="([^"]*)"/g)) {
      const href = decode(raw)
      if (/^[a-z][a-z0-9+.-]*:/i.test(href) || href === '' || seen.has(href)) continue
      seen.add(href)
      const [file = '', place] = href.split('#')
      const target = file === '' ? path : resolve(path, file)
      const full = join(dist, target)
      if (!existsSync(full) || !statSync(full).isFile()) found.push(`${path}: ${href} is not there`)
      else if (place && !places.get(target)?.has(decodeURIComponent(place))) {
        found.push(`${path}: ${href}: the page has no such place`)
      }
    }
  }
  return { pages: pages.length, found }
}

function resolve(from, to) {
  const path = to.startsWith('/') ? to.slice(1) : posix.join(posix.dirname(from), to)
  return path === '' || path.endsWith('/') ? `${path}index.html` : path
}

function decode(text) {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
