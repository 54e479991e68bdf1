import { createHash, createHmac, createSecretKey, type KeyObject } from "node:crypto";
import type { DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";

type Hashes = NonNullable<DynamoDBClientConfig["sha256"]>;
type Hashable = Parameters<InstanceType<Hashes>["update"]>[0];

/** Key objects of the signing keys, which the SDK keeps for a day. */
const keyObjects = new WeakMap<object, KeyObject>();

/**
 * The hash that requests are signed with. From a key in bytes Node 24 makes an HMAC by way of two errors, thrown
 * and caught, which costs more than the hash; from a key object, or a text, it does not.
 */
export class Sha256 {
  readonly #key: string | KeyObject | undefined;
  #hash: ReturnType<typeof createHash | typeof createHmac>;

  constructor(secret?: Hashable) {
    this.#key = secret === undefined || typeof secret === "string" ? secret : keyObjectOf(secret);
    this.#hash = this.#start();
  }

  #start() {
    return this.#key === undefined ? createHash("sha256") : createHmac("sha256", this.#key);
  }

  update(data: Hashable): void {
    this.#hash.update(typeof data === "string" ? data : bytesOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    this.#hash = this.#start();
  }
}

function keyObjectOf(secret: Exclude<Hashable, string>): KeyObject {
  let key = keyObjects.get(secret);
  if (key === undefined) {
    key = createSecretKey(bytesOf(secret));
    keyObjects.set(secret, key);
  }
  return key;
}

const bytesOf = (data: Exclude<Hashable, string>): Uint8Array =>
  ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
