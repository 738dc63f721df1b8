import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * A folder in the system's temporary one, removed at the given end: `onTestFinished` in a test,
 * which comes after `afterEach` has stopped what writes there, or `afterAll` beside the tests.
 */
export function temporaryFolder(name: string, atEnd: (remove: () => void) => void): string {
  const folder = mkdtempSync(join(tmpdir(), `mcp-${name}-`))
  atEnd(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
