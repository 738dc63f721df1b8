import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import { loopback } from './loopback.ts'
import type { Loopback } from './loopback.ts'
import type { AwsKeys } from './simulator.ts'

/** Where a kind of credentials is found, and what the fake endpoint gives each time it is asked. */
export interface CredentialServer {
  readonly server?: Loopback
  /** Of the environment of the process, which the SDK reads. */
  readonly environment: Readonly<Record<string, string>>
  readonly profile?: string
  /** Called when the keys that were given last have expired. */
  readonly expired?: () => void
}

export type Issue = () => AwsKeys & { readonly expiration: string }

type Maker = (folder: string, issue: Issue) => Promise<CredentialServer>

const json = (keys: ReturnType<Issue>): object => ({
  AccessKeyId: keys.accessKeyId,
  SecretAccessKey: keys.secretAccessKey,
  Token: keys.sessionToken,
  Expiration: keys.expiration,
})

export const container: Maker = async (_folder, issue) => {
  const server = await loopback((response) => response.end(JSON.stringify(json(issue()))))
  return { server, environment: { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${server.url}/creds` } }
}

export const machine: Maker = async (_folder, issue) => {
  const server = await loopback((response, { url }) => {
    if (url === '/latest/api/token') response.end('TOKEN')
    else if (url.endsWith('/security-credentials/')) response.end('role-1')
    else response.end(JSON.stringify({ Code: 'Success', ...json(issue()) }))
  })
  return {
    server,
    environment: {
      AWS_EC2_METADATA_DISABLED: '',
      AWS_EC2_METADATA_SERVICE_ENDPOINT: server.url,
    },
  }
}

export const webIdentity: Maker = async (folder, issue) => {
  const server = await loopback((response) => {
    const keys = issue()
    response.setHeader('content-type', 'text/xml')
    response.end(
      `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>${keys.accessKeyId}</AccessKeyId><SecretAccessKey>${keys.secretAccessKey}</SecretAccessKey><SessionToken>${keys.sessionToken}</SessionToken><Expiration>${keys.expiration}</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`,
    )
  })
  writeFileSync(join(folder, 'identity'), 'JWT')
  return {
    server,
    environment: {
      AWS_WEB_IDENTITY_TOKEN_FILE: join(folder, 'identity'),
      AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/work',
      AWS_ENDPOINT_URL_STS: server.url,
      AWS_REGION: 'us-east-1',
    },
  }
}

export const sso: Maker = async (folder, issue) => {
  const server = await loopback((response) => {
    const keys = issue()
    const roleCredentials = { ...keys, expiration: Date.parse(keys.expiration) }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ roleCredentials }))
  })
  const start = 'https://example.awsapps.com/start'
  writeFileSync(
    join(folder, 'config'),
    `[profile work]\nsso_start_url=${start}\nsso_region=us-east-1\nsso_account_id=123456789012\nsso_role_name=work\nregion=us-east-1\n`,
  )
  // The SDK looks for the token of "aws sso login" below the home folder.
  const cache = join(folder, '.aws', 'sso', 'cache')
  mkdirSync(cache, { recursive: true })
  writeFileSync(
    join(cache, `${createHash('sha1').update(start).digest('hex')}.json`),
    JSON.stringify({ accessToken: 'SSO', expiresAt: '2099-01-01T00:00:00Z', startUrl: start }),
  )
  return {
    server,
    profile: 'work',
    environment: { HOME: folder, AWS_ENDPOINT_URL_SSO: server.url },
  }
}

/** A program that prints what the server says. */
export const credentialProcess: Maker = async (folder, issue) => {
  const server = await loopback((response) => {
    const { Token: SessionToken, ...keys } = json(issue()) as { Token: string }
    response.end(JSON.stringify({ Version: 1, ...keys, SessionToken }))
  })
  const script = join(folder, 'print.mjs')
  writeFileSync(script, `process.stdout.write(await (await fetch('${server.url}')).text())`)
  writeFileSync(
    join(folder, 'config'),
    `[profile work]\ncredential_process="${process.execPath}" "${script}"\nregion=us-east-1\n`,
  )
  return { server, profile: 'work', environment: {} }
}

/** A role that is assumed with the keys of another profile. */
export const assumedRole: Maker = async (folder, issue) => {
  const server = await loopback((response, { body }) => {
    if (!body.includes('Action=AssumeRole&')) return void response.writeHead(400).end()
    const keys = issue()
    response.setHeader('content-type', 'text/xml')
    response.end(
      `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>${keys.accessKeyId}</AccessKeyId><SecretAccessKey>${keys.secretAccessKey}</SecretAccessKey><SessionToken>${keys.sessionToken}</SessionToken><Expiration>${keys.expiration}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
    )
  })
  writeFileSync(
    join(folder, 'credentials'),
    '[base]\naws_access_key_id=AKIABASE\naws_secret_access_key=secret-of-the-base\n',
  )
  writeFileSync(
    join(folder, 'config'),
    '[profile work]\nrole_arn=arn:aws:iam::123456789012:role/work\nsource_profile=base\nregion=us-east-1\n',
  )
  return {
    server,
    profile: 'work',
    environment: { AWS_ENDPOINT_URL_STS: server.url, AWS_REGION: 'us-east-1' },
  }
}

/** An `sso-session`, whose token is renewed before it is used. */
export const ssoSession: Maker = async (folder, issue) => {
  const server = await loopback((response, { url, headers }) => {
    response.setHeader('content-type', 'application/json')
    if (url === '/token') {
      response.end(JSON.stringify({ accessToken: 'NEW', expiresIn: 28_800, refreshToken: 'R2' }))
      return
    }
    if (headers['x-amz-sso_bearer_token'] !== 'NEW') return void response.writeHead(401).end('{}')
    const keys = issue()
    const roleCredentials = { ...keys, expiration: Date.parse(keys.expiration) }
    response.end(JSON.stringify({ roleCredentials }))
  })
  writeFileSync(
    join(folder, 'config'),
    '[profile work]\nsso_session=corp\nsso_account_id=123456789012\nsso_role_name=work\nregion=us-east-1\n\n[sso-session corp]\nsso_start_url=https://example.awsapps.com/start\nsso_region=us-east-1\nsso_registration_scopes=sso:account:access\n',
  )
  const cache = join(folder, '.aws', 'sso', 'cache')
  mkdirSync(cache, { recursive: true })
  writeFileSync(
    join(cache, `${createHash('sha1').update('corp').digest('hex')}.json`),
    JSON.stringify({
      accessToken: 'OLD',
      expiresAt: '2020-01-01T00:00:00Z',
      refreshToken: 'R1',
      clientId: 'c',
      clientSecret: 's',
      registrationExpiresAt: '2099-01-01T00:00:00Z',
    }),
  )
  return {
    server,
    profile: 'work',
    environment: {
      HOME: folder,
      AWS_ENDPOINT_URL_SSO: server.url,
      AWS_ENDPOINT_URL_SSO_OIDC: server.url,
    },
  }
}

/** Keys that a program keeps writing into the file of credentials. */
export const file: Maker = async (folder, issue) => {
  const write = (): void => {
    const keys = issue()
    writeFileSync(
      join(folder, 'credentials'),
      `[work]\naws_access_key_id=${keys.accessKeyId}\naws_secret_access_key=${keys.secretAccessKey}\naws_session_token=${keys.sessionToken}\n`,
    )
  }
  write()
  writeFileSync(join(folder, 'config'), '[profile work]\nregion=us-east-1\n')
  return { profile: 'work', environment: {}, expired: write }
}
