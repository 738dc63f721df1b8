import { join } from 'node:path'
import type { ProviderHost } from '@autobot/core'
import type { McpOptions } from '@autobot/mcp-bridge'
import type { Blocks } from '../config/blocks.ts'
import type { AskedPerson } from './pages.ts'
import { userFolder } from './user-folder.ts'

interface Person {
  readonly host: ProviderHost
  readonly showPage?: AskedPerson['showPage']
  readonly elicit?: AskedPerson['elicit']
}

/** What the bridge is told: the servers, where it keeps what it learns, and who answers them. */
export function serverOptions(
  bridge: typeof import('@autobot/mcp-bridge'),
  servers: Blocks,
  { host, showPage, elicit }: Person,
): McpOptions {
  const open = (url: string, server: string): void => {
    showPage?.(url, server)
    bridge.openInBrowser(url)
  }
  return {
    servers: servers as McpOptions['servers'],
    store: bridge.fileStore(
      join(
        userFolder((name) => host.secret(name)),
        'mcp',
      ),
    ),
    ...(elicit !== undefined && { elicit: elicit((url) => bridge.openInBrowser(url)) }),
    ...(showPage !== undefined && { authorizer: bridge.loopbackAuthorizer({ open }) }),
  }
}
