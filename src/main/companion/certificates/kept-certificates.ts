/** What lies in the certificates' folder, and how it is read back: private keys are sealed by the `SecretKeeper`. */
import { join } from 'node:path';
import { z } from 'zod';
import type { Log } from '../../library/log.ts';
import type { SecretKeeper } from '../ports.ts';
import type { IssuedAuthority, IssuedLeaf } from './issue.ts';
import { readPrivateFile, writePrivateFile } from './private-file.ts';

const authoritySchema = z.strictObject({
  version: z.literal(1),
  /** As phones list it. */
  name: z.string(),
  /** Host names that it may sign for. */
  names: z.array(z.string()).min(1),
  root: z.string(),
  intermediate: z.string(),
  sealedKey: z.string(),
  expiresAt: z.int(),
});
const leafSchema = z.strictObject({
  version: z.literal(1),
  addresses: z.array(z.ipv4()),
  certificate: z.string(),
  sealedKey: z.string(),
  issuedAt: z.int(),
  expiresAt: z.int(),
});

export interface KeptAuthority extends IssuedAuthority {
  readonly name: string;
  readonly names: readonly string[];
  readonly expiresAt: number;
}
export interface KeptLeaf extends IssuedLeaf {
  readonly addresses: readonly string[];
  readonly issuedAt: number;
}

export class CertificateFolder {
  readonly #authority: string;
  readonly #leaf: string;
  readonly #keeper: SecretKeeper;
  readonly #log: Log;

  constructor(directory: string, keeper: SecretKeeper, log: Log) {
    this.#authority = join(directory, 'authority.json');
    this.#leaf = join(directory, 'leaf.json');
    this.#keeper = keeper;
    this.#log = log;
  }

  /** Null where there is none that can be used: then a new one is made, and phones have to install it anew. */
  async readAuthority(): Promise<KeptAuthority | null> {
    const kept = await this.#read(this.#authority, authoritySchema);
    if (kept === null) return null;
    const { version: _, sealedKey, ...authority } = kept.value;
    return { ...authority, key: kept.key };
  }

  async writeAuthority({ key, name, names, root, intermediate, expiresAt }: KeptAuthority): Promise<void> {
    const sealedKey = this.#keeper.seal(key);
    const kept = { version: 1, name, names: [...names], root, intermediate, sealedKey, expiresAt } as const;
    await this.#write(this.#authority, authoritySchema, kept);
  }

  async readLeaf(): Promise<KeptLeaf | null> {
    const kept = await this.#read(this.#leaf, leafSchema);
    if (kept === null) return null;
    const { version: _, sealedKey, ...leaf } = kept.value;
    return { ...leaf, key: kept.key };
  }

  async writeLeaf({ key, addresses, certificate, issuedAt, expiresAt }: KeptLeaf): Promise<void> {
    const sealedKey = this.#keeper.seal(key);
    const kept = {
      version: 1,
      addresses: [...addresses],
      certificate,
      sealedKey,
      issuedAt,
      expiresAt,
    } as const;
    await this.#write(this.#leaf, leafSchema, kept);
  }

  async #read<Value extends { sealedKey: string }>(path: string, schema: z.ZodType<Value>) {
    const text = await readPrivateFile(path);
    if (text === null) return null;
    const value = schema.safeParse(jsonOf(text));
    const key = value.success ? this.#keeper.open(value.data.sealedKey) : null;
    if (!value.success || key === null) {
      this.#log.warn({ path }, 'a certificate cannot be read any more and is made anew');
      return null;
    }
    return { value: value.data, key: new Uint8Array(key) };
  }

  #write<Value>(path: string, schema: z.ZodType<Value>, value: Value): Promise<void> {
    return writePrivateFile(path, `${JSON.stringify(schema.parse(value), null, 2)}\n`);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
