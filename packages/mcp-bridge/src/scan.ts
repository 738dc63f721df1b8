/** Characters that people do not see but models read: controls, bidi, zero-width, tags. */
export const hiddenCharacters =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/gu

const signs: readonly (readonly [sign: RegExp, what: string])[] = [
  [
    /\b(ignore|disregard|forget)\b.{0,30}\b(previous|above|prior|earlier|other)\b.{0,20}\b(instructions?|prompts?|rules|tools?)\b/is,
    'tells the model to ignore its instructions',
  ],
  [/<\/?\s*(important|system|secret|instructions?|admin)\s*>/i, 'imitates a system message'],
  [
    /\b(do not|don't|never|without)\b.{0,25}\b(tell(ing)?|inform(ing)?|mention(ing)?|notif(y|ying)|show(ing)?)\b.{0,25}\b(the )?user\b/is,
    'asks for silence towards the user',
  ],
  [
    /(~|\$HOME|%USERPROFILE%)?[\\/]?\.(ssh|aws|gnupg|netrc|kube|docker)\b|\bid_(rsa|ed25519)\b|\/etc\/(passwd|shadow)\b/i,
    'names files that hold secrets',
  ],
]

/** What in a text from a server looks like an attempt to steer the model. Heuristic: read it. */
export function scan(text: string, otherTools: readonly string[] = []): readonly string[] {
  const found = signs.filter(([sign]) => sign.test(text)).map(([, what]) => what)
  // A BOM or a control may be an accident, invisible letters are not.
  if (/[\u200b\u2060-\u2064\u202a-\u202e\u2066-\u2069]|[\u{e0020}-\u{e007e}]/u.test(text)) {
    found.unshift('holds characters that nobody sees')
  }
  for (const name of otherTools) {
    if (name.length >= 8 && /[_.-]|[a-z][A-Z]/.test(name) && text.includes(name)) {
      found.push(`speaks of "${name}", a tool of another server`)
    }
  }
  return found
}
