import type { AssertionRequest } from './config.ts'

export interface IdentityProvider {
  /** Where the company's identity provider exchanges tokens. */
  readonly tokenUrl: string
  readonly clientId: string
  readonly clientSecret?: string
  /** The id token of the person who is signed in. */
  readonly idToken: string | (() => string | Promise<string>)
}

/**
 * For `auth.assertion` with the grant `jwt_bearer`: the company's identity provider says that the
 * person who is signed in may use the server, so that nobody has to agree at each server.
 */
export function identityAssertion(
  provider: IdentityProvider,
): (request: AssertionRequest) => Promise<string> {
  return async ({ authorizationServer, resource, scope, fetch }) => {
    const sdk = await import('@modelcontextprotocol/client')
    const { tokenUrl, clientId, clientSecret, idToken } = provider
    const { jwtAuthGrant } = await sdk.requestJwtAuthorizationGrant({
      tokenEndpoint: tokenUrl,
      audience: authorizationServer,
      resource: resource ?? '',
      idToken: typeof idToken === 'string' ? idToken : await idToken(),
      clientId,
      ...(clientSecret !== undefined && { clientSecret }),
      ...(scope !== undefined && { scope }),
      fetchFn: fetch as never,
    })
    return jwtAuthGrant
  }
}
