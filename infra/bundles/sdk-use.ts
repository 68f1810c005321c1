import { readFileSync } from 'node:fs';

/** The SDK's clients and commands that a bundle contains, by package: `@aws-sdk/client-sfn` `SFNClient`. */
export type SdkUse = ReadonlyMap<string, readonly string[]>;

const NAMED = /\/(@aws-sdk\/(?:client|lib)-[\w-]+)\/dist-es\/(?:(\w+Client)|commands\/(\w+Command))\.js$/;

/** Reads the SDK's clients and commands in a bundle from its source map. */
export const sdkUseOf = (bundle: string): SdkUse => {
  const { sources } = JSON.parse(readFileSync(`${bundle}.map`, 'utf8')) as { sources: string[] };
  const use = new Map<string, string[]>();
  for (const source of sources.toSorted()) {
    const [, from, client, command] = NAMED.exec(source) ?? [];
    const name = client ?? command;
    if (from && name) use.set(from, [...(use.get(from) ?? []), name]);
  }
  return use;
};
