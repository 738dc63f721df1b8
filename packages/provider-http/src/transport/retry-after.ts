const maxMs = 24 * 60 * 60 * 1000

/** How long the provider asks to wait, from whatever says so; absurd values count as none. */
export function retryAfterMs(headers: Headers, now: number, text = ''): number | undefined {
  return (
    sane(number(headers.get('retry-after-ms'))) ??
    sane(seconds(headers.get('retry-after'), now)) ??
    sane(exhausted(headers, now)) ??
    sane(fromText(text))
  )
}

function sane(ms: number | undefined): number | undefined {
  return ms !== undefined && ms >= 0 && ms <= maxMs ? Math.ceil(ms) : undefined
}

function number(text: string | null): number | undefined {
  if (text === null || !/^-?[\d.]+$/.test(text.trim())) return undefined
  const value = Number(text)
  return Number.isFinite(value) ? value : undefined
}

function seconds(text: string | null, now: number): number | undefined {
  if (text === null) return undefined
  const value = number(text)
  if (value !== undefined) return value * 1000
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : date - now
}

/** `x-ratelimit-reset-*` and its relatives, of the budgets of which nothing is left. */
function exhausted(headers: Headers, now: number): number | undefined {
  let longest: number | undefined
  for (const [name, value] of headers) {
    if (!name.includes('ratelimit') || !name.includes('reset')) continue
    if (headers.get(name.replace('reset', 'remaining'))?.trim() !== '0') continue
    const wait = duration(value) ?? seconds(value, now)
    if (wait !== undefined && (longest === undefined || wait > longest)) longest = wait
  }
  return longest
}

/** `6s`, `1.57s`, `2m59.5s`, `120ms`. */
function duration(text: string): number | undefined {
  const found = /^(?:(\d+)h)?(?:(\d+)m(?!s))?(?:([\d.]+)s)?(?:([\d.]+)ms)?$/.exec(text.trim())
  if (found === null || found[0] === '') return undefined
  const [, hours = 0, minutes = 0, secs = 0, ms = 0] = found
  return Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(secs) * 1000 + Number(ms)
}

function fromText(text: string): number | undefined {
  const found =
    /(?:try again in|retry in|reset after|retry after)\s+(?:(\d+)h)?(?:(\d+)m(?!s))?([\d.]+)\s?(ms|s)/i.exec(
      text,
    )
  if (found === null) return undefined
  const [, hours = 0, minutes = 0, amount, unit] = found
  const whole = Number(hours) * 3_600_000 + Number(minutes) * 60_000
  return whole + Number(amount) * (unit?.toLowerCase() === 'ms' ? 1 : 1000)
}
