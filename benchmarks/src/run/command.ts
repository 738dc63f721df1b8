import { spawnSync } from 'node:child_process'

/** Runs to its end; throws with what it said when it fails. */
export function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const windows = process.platform === 'win32'
  const { status, stdout, stderr, error } = spawnSync(command, [...args], {
    cwd,
    env,
    encoding: 'utf8',
    shell: windows,
  })
  if (status !== 0) {
    throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? `${stdout}${stderr}`}`)
  }
  return stdout
}
