/**
 * Whether a path matches: `*` is any text within a folder, `**` any folders, `?` one letter. A
 * pattern without a slash is about the file's name alone.
 */
export function matchesGlob(path: string, glob: string): boolean {
  const names = path.split(/[/\\]/)
  const parts = glob.split('/').filter((part) => part !== '' && part !== '.')
  return parts.length === 1 && parts[0] !== '**'
    ? matchesName(names.at(-1) ?? '', parts[0] ?? '')
    : matchesFrom(names, parts, 0, 0)
}

function matchesFrom(
  names: readonly string[],
  parts: readonly string[],
  name: number,
  part: number,
): boolean {
  const wanted = parts[part]
  if (wanted === undefined) return name === names.length
  if (wanted === '**') {
    // Several in a row say no more than one.
    if (parts[part + 1] === '**') return matchesFrom(names, parts, name, part + 1)
    if (part === parts.length - 1) return name < names.length
    return names.some((_, at) => at >= name && matchesFrom(names, parts, at, part + 1))
  }
  const here = names[name]
  return (
    here !== undefined && matchesName(here, wanted) && matchesFrom(names, parts, name + 1, part + 1)
  )
}

/** The usual walk with one point to go back to: never slower than length times length. */
function matchesName(name: string, pattern: string): boolean {
  let at = 0
  let star = -1
  let retry = 0
  let index = 0
  while (index < name.length) {
    const letter = pattern[at]
    if (letter === '*') {
      star = at
      retry = index
      at += 1
    } else if (letter === '?' || letter === name[index]) {
      at += 1
      index += 1
    } else if (star >= 0) {
      at = star + 1
      retry += 1
      index = retry
    } else return false
  }
  while (pattern[at] === '*') at += 1
  return at === pattern.length
}
