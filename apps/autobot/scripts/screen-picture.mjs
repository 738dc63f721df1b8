// The cells of a terminal as SVG, and that as PNG.
import { dirname, join } from 'node:path'
import { createRequire } from 'node:module'
import { Resvg } from '@resvg/resvg-js'

const fonts = join(
  dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')),
  'ttf',
)
const size = 14
const cell = { width: 8.43, height: 18 }
const edge = 14
const ground = '#1b1e24'
const ink = '#d7dae0'
const palette = ['#20242c', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', ink]

/** Rows from the first one to the last one that shows something. */
export function screenPicture(screen, title) {
  const { active } = screen.buffer
  let last = 0
  for (let y = 0; y < active.length; y += 1) {
    if ((active.getLine(y)?.translateToString(true) ?? '') !== '') last = y
  }
  const first = Math.max(0, last - 60)
  const rows = []
  for (let y = first; y <= last; y += 1)
    rows.push(...cells(active.getLine(y), screen.cols, y - first))
  const width = Math.ceil(screen.cols * cell.width + 2 * edge)
  const bar = 30
  const height = Math.ceil((last - first + 1) * cell.height + 2 * edge + bar)
  const dots = ['#e06c75', '#e5c07b', '#98c379'].map(
    (colour, n) => `<circle cx="${18 + n * 18}" cy="17" r="5.5" fill="${colour}"/>`,
  )
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">`,
    `<rect width="100%" height="100%" rx="8" fill="${ground}"/>`,
    ...dots,
    `<text x="${width / 2}" y="21" text-anchor="middle" font-family="DejaVu Sans Mono" font-size="12" fill="#8b919c">${escape(title)}</text>`,
    `<g transform="translate(${edge} ${edge + bar})" font-family="DejaVu Sans Mono" font-size="${size}">`,
    ...rows,
    '</g></svg>',
  ].join('\n')
  const drawn = new Resvg(svg, {
    font: { loadSystemFonts: false, fontDirs: [fonts], defaultFontFamily: 'DejaVu Sans Mono' },
    fitTo: { mode: 'zoom', value: 1.5 },
  })
  return drawn.render().asPng()
}

function cells(line, columns, row) {
  const drawn = []
  for (let x = 0; x < columns; x += 1) {
    const at = line?.getCell(x)
    const letter = at?.getChars() ?? ''
    if (at === undefined || letter === '' || letter === ' ') continue
    const attributes = [
      `x="${(x * cell.width).toFixed(2)}"`,
      `y="${row * cell.height + 13}"`,
      `fill="${colourOf(at)}"`,
      ...(at.isBold() ? ['font-weight="bold"'] : []),
      ...(at.isItalic() ? ['font-style="italic"'] : []),
      ...(at.isUnderline() ? ['text-decoration="underline"'] : []),
      ...(at.isDim() ? ['opacity="0.55"'] : []),
    ]
    drawn.push(`<text ${attributes.join(' ')}>${escape(letter)}</text>`)
  }
  return drawn
}

function colourOf(at) {
  if (at.isFgDefault()) return ink
  if (at.isFgRGB()) return `#${at.getFgColor().toString(16).padStart(6, '0')}`
  const number = at.getFgColor()
  // Bright black is what a dim hint is drawn in.
  return number === 8 ? '#7f848e' : (palette[number % 8] ?? ink)
}

function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
