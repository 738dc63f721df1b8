// The only file that names what is taken from the AWS SDK. Each part is loaded with its first use:
// together they are most of the time that a program with this provider needs to start.

export type { SignatureV4 } from '@smithy/signature-v4'

/** Files and variables of AWS. */
export const loadSettings = () => import('@smithy/core/config')

/** Which regions belong together, and what their addresses end with. */
export const loadPartitions = () => import('@aws-sdk/core/client')

/** Profiles, SSO, web identity, containers, the machine. */
export const loadCredentialChain = () => import('@aws-sdk/credential-provider-node')

/** Signs requests; how it hashes is given to it. */
export const loadSigning = () => import('@smithy/signature-v4')
