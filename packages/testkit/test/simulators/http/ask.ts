import { onTestFinished } from 'vitest'
import type { HttpSimulator } from '../../../src/simulators/http/index.ts'

export interface Said {
  readonly status: number
  readonly text: string
  /** Of a refusal. */
  readonly message: string
  readonly refusals: readonly string[]
}

/** One request to a simulator that is there for this test only. */
export async function ask(
  start: () => Promise<HttpSimulator>,
  path: string,
  body: object | string,
  headers: Readonly<Record<string, string>>,
  prepare: (simulator: HttpSimulator) => void = () => undefined,
): Promise<Said> {
  const simulator = await start()
  onTestFinished(() => simulator.close())
  prepare(simulator)
  const response = await fetch(`${simulator.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  const text = await response.text()
  return { status: response.status, text, message: messageOf(text), refusals: simulator.refusals }
}

function messageOf(text: string): string {
  try {
    const value = JSON.parse(text) as { error?: { message?: string }; message?: unknown }
    const message = value.error?.message ?? value.message ?? ''
    return typeof message === 'string' ? message : JSON.stringify(message)
  } catch {
    return ''
  }
}

export const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
