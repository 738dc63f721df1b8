/**
 * Maps a list; a result of undefined removes the item, an array takes its place. Returns the same
 * list when nothing changed, so that an untouched history is not copied with every request.
 */
export function rewrite<T extends object>(
  items: readonly T[],
  change: (item: T, index: number) => T | readonly T[] | undefined,
): readonly T[] {
  let out: T[] | undefined
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index] as T
    const next = change(item, index)
    if (next === item) out?.push(item)
    else {
      out ??= items.slice(0, index)
      if (Array.isArray(next)) out.push(...(next as readonly T[]))
      else if (next !== undefined) out.push(next as T)
    }
  }
  return out ?? items
}

/** The message with another content, or the same message when it is the same content. */
export function withContent<M extends { readonly content: readonly unknown[] }>(
  message: M,
  content: M['content'],
): M {
  return content === message.content ? message : { ...message, content }
}
