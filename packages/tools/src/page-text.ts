import { ToolError } from '@autobot/core/provider'

/** What a person would read of an answer: JSON printed, HTML without its tags. */
export function pageText(body: string, mediaType: string): string {
  const type = mediaType.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (/[/+]json$/.test(type)) {
    try {
      return JSON.stringify(JSON.parse(body), undefined, 2)
    } catch {
      return body
    }
  }
  if (type === 'text/html' || type === 'application/xhtml+xml') return htmlText(body)
  if (type === '' || type.startsWith('text/') || /[/+](xml|yaml|javascript)$/.test(type))
    return body
  throw new ToolError(`Not text: ${type}`)
}

const dropped = ['script', 'style', 'noscript', 'template', 'svg', 'head']
const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  mdash: '—',
  ndash: '–',
  hellip: '…',
  copy: '©',
}

function htmlText(html: string): string {
  const title = /<title[^>]*>([^<]*)/i.exec(html)?.[1] ?? ''
  let text = withoutComments(html)
  for (const name of dropped) text = withoutElement(text, name)
  text = text
    .replace(/<(br|hr)\b[^>]*>/gi, '\n')
    .replace(/<li\b[^>]*>/gi, '\n- ')
    .replace(
      /<\/?(p|div|section|article|h[1-6]|ul|ol|tr|table|blockquote|pre|main|nav|header|footer)\b[^>]*>/gi,
      '\n',
    )
    .replace(/<[^>]*>/g, '')
  return decode(`${title}\n${text}`)
    .replace(/[ \t\r\f]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** By hand: a pattern with "anything, lazily" is slow on a page that never closes. */
function withoutComments(html: string): string {
  return without(html, '<!--', '-->')
}

function withoutElement(html: string, name: string): string {
  const lower = html.toLowerCase()
  let result = ''
  let at = 0
  for (;;) {
    const start = lower.indexOf(`<${name}`, at)
    if (start < 0) return result + html.slice(at)
    result += html.slice(at, start)
    const isOther = /[a-z0-9-]/.test(lower[start + name.length + 1] ?? '')
    const end = isOther ? -1 : lower.indexOf(`</${name}`, start)
    if (isOther) {
      result += html.slice(start, start + name.length + 1)
      at = start + name.length + 1
    } else if (end < 0) return result
    else at = end
    if (!isOther) at = Math.max(lower.indexOf('>', at) + 1, at + 1)
  }
}

function without(text: string, open: string, close: string): string {
  let result = ''
  let at = 0
  for (;;) {
    const start = text.indexOf(open, at)
    if (start < 0) return result + text.slice(at)
    result += text.slice(at, start)
    const end = text.indexOf(close, start + open.length)
    if (end < 0) return result
    at = end + close.length
  }
}

function decode(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return entities[name.toLowerCase()] ?? whole
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole
  })
}
