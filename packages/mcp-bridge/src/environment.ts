import type { ProviderHost } from '@autobot/core/provider'

/** What a server inherits of our environment; all else is configured or absent. */
const inherited = ['PATH', 'HOME', 'LANG'] as const

/** Windows finds no program without these. */
const inheritedOnWindows = [
  ...['SystemRoot', 'SystemDrive', 'ComSpec', 'PATHEXT', 'TEMP', 'USERPROFILE', 'APPDATA'],
  ...['LOCALAPPDATA', 'ProgramFiles', 'windir'],
] as const

export function serverEnvironment(
  configured: Readonly<Record<string, string>> = {},
  secret: ProviderHost['secret'],
  platform: string,
): Record<string, string> {
  const env: Record<string, string> = {}
  const names = platform === 'win32' ? [...inherited, ...inheritedOnWindows] : inherited
  for (const name of names) {
    const value = secret(name)
    if (value !== undefined) env[name] = value
  }
  return { ...env, ...configured }
}
