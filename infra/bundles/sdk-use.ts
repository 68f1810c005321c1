import { readFileSync } from 'node:fs';

/** Names that are imported of the SDK, clients and commands, by package: `@aws-sdk/client-sfn` `SFNClient`. */
export type SdkUse = ReadonlyMap<string, readonly string[]>;

const NAMED = /\/(@aws-sdk\/(?:client|lib)-[\w-]+)\/dist-es\/(?:(\w+Client)|commands\/(\w+Command))\.js$/;

/** The clients and commands that a bundle carries, as its source map tells. */
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
