import {
  createHash,
  createHmac,
  createSecretKey,
  type Hash,
  type Hmac,
  type KeyObject,
} from 'node:crypto'

type Secret = string | ArrayBuffer | ArrayBufferView

const keys = new WeakMap<object, KeyObject>()

/**
 * SHA-256 and its HMAC in the shape that `SignatureV4` makes them in. The signing key, which is
 * the same bytes for a day, is prepared once: a tenth of the CPU time of a short request.
 */
export class Sha256 {
  readonly #secret: Secret | undefined
  #hash: Hash | Hmac

  constructor(secret?: Secret) {
    this.#secret = secret
    this.#hash = begin(secret)
  }

  update(data: Uint8Array): void {
    this.#hash.update(data)
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest()
  }

  reset(): void {
    this.#hash = begin(this.#secret)
  }
}

function begin(secret: Secret | undefined): Hash | Hmac {
  if (secret === undefined) return createHash('sha256')
  return createHmac('sha256', typeof secret === 'string' ? secret : keyOf(secret))
}

function keyOf(secret: ArrayBuffer | ArrayBufferView): KeyObject {
  let key = keys.get(secret)
  if (key === undefined) keys.set(secret, (key = createSecretKey(bytesOf(secret))))
  return key
}

function bytesOf(secret: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(secret)
    ? new Uint8Array(secret.buffer, secret.byteOffset, secret.byteLength)
    : new Uint8Array(secret)
}
