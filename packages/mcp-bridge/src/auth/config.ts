/** How we prove who we are to a remote server. All of it is optional: most servers need none. */
export interface McpAuth {
  /** Registered beforehand. Without it: `clientMetadataUrl`, else registration on first use. */
  readonly clientId?: string
  readonly clientSecret?: string
  /** An https address that describes this client, for servers that take it as the client's id. */
  readonly clientMetadataUrl?: string
  readonly scopes?: readonly string[]
  /** The only authorization server that may see these credentials. Default: the one the server names. */
  readonly issuer?: string
  /**
   * `authorization_code` (default): a person agrees in a browser. `client_credentials`: with
   * `clientSecret` or `privateKey`. `jwt_bearer`: with `assertion`.
   */
  readonly grant?: 'authorization_code' | 'client_credentials' | 'jwt_bearer'
  /** PKCS#8 PEM that signs in place of a secret. */
  readonly privateKey?: string
  /** Of `privateKey`. Default `RS256`. */
  readonly algorithm?: string
  /** The token of a workload, or the grant of a company's identity provider. */
  readonly assertion?: (request: AssertionRequest) => string | Promise<string>
  /** Tokens that only the holder of a key can use, where the server takes them. Default false. */
  readonly dpop?: boolean
}

export interface AssertionRequest {
  /** The issuer that will read it: its audience. */
  readonly authorizationServer: string
  readonly resource: string | undefined
  readonly scope: string | undefined
  readonly fetch: typeof globalThis.fetch
}

/** How a person agrees: shows a page, and tells where the browser was sent afterwards. */
export interface McpAuthorizer {
  /** Where the browser is to be sent; asked before each authorization. */
  redirectUrl(preferred?: string): Promise<string>
  /** Shows `url` to the person. Resolves with the address that the browser was sent to. */
  authorize(request: AuthorizationRequest): Promise<string>
}

export interface AuthorizationRequest {
  readonly server: string
  /** http or https. */
  readonly url: string
  /** Aborted when nobody waits for it any more. */
  readonly signal: AbortSignal
}
