import { spawn } from 'node:child_process'

/** Runs to its end and gives what it wrote; fails with what it said when it does. */
export function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const shell = process.platform === 'win32'
    const child = spawn(command, [...args], { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] })
    let written = ''
    let told = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (written += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text))
    child.on('error', reject)
    child.on('close', (status) => {
      if (status === 0) resolve(written)
      else reject(new Error(`${command} ${args.join(' ')}: ${written}${told}`))
    })
  })
}
