import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseEnv } from 'node:util'

/**
 * Reads `.env` of a folder into the environment, so that SDKs with a chain of their own see it
 * too. The environment wins, unless AUTOBOT_DOTENV_OVERRIDE=1.
 */
export async function loadDotenv(
  folder: string,
  environment: Record<string, string | undefined>,
): Promise<string | undefined> {
  const file = join(folder, '.env')
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const override = environment['AUTOBOT_DOTENV_OVERRIDE'] === '1'
  for (const [name, value] of Object.entries(parseEnv(text))) {
    if (override || environment[name] === undefined) environment[name] = value
  }
  return file
}
