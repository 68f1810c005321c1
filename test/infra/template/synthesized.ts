import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { App } from 'aws-cdk-lib';
import example from '../../../infra/configuration/example.ts';
import { readConfiguration } from '../../../infra/configuration/load-configuration.ts';
import type { ConfigurationInput } from '../../../infra/configuration/schema.ts';
import { FRONT } from '../../../infra/front/front-stack.ts';
import { functionEntries } from '../../../infra/function-bundles.ts';
import { HUB, peerwayApp, SPOKE } from '../../../infra/peerway-app.ts';
import { oncePerWorker } from '../../once-per-worker.ts';

export type Resource = {
  Type: string;
  Properties: Record<string, unknown>;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
};

export type Template = { Resources: Record<string, Resource>; Outputs?: Record<string, unknown> };

/** `front` is there only where the configuration has `domain.front`. */
export type Synthesized = { app: App; hub: Template; spoke: Template; front?: Template };

type Changes = { [Name in keyof ConfigurationInput]?: ConfigurationInput[Name] | undefined };

/** Lets Peerway change routes and DNS resolution, as on the local stack. */
export const CONNECTING: Changes = { connect: { routes: true, dnsResolution: true } };

/** Takes the other way wherever the example configuration takes one of two. */
export const OTHER_WAYS: Changes = {
  ...CONNECTING,
  domain: undefined,
  ec2Concurrency: null,
  retention: { logDays: 30, archive: { mode: 'compliance', days: 30 } },
  reminderDefaults: ['P2D', 'PT6H'],
  networkTeamRoleArns: [
    'arn:aws:iam::999999999999:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Net_0123',
  ],
  authorization: {
    kind: 'jwt',
    issuer: 'https://login.example.com/',
    audience: ['peerway'],
    accountClaim: 'aws_account',
    groupsClaim: 'groups',
    groupsClaimHolds: 'groups-without-spaces',
    networkTeamGroup: 'network',
  },
};

export const CERTIFICATE =
  'arn:aws:acm:us-east-1:999999999999:certificate/00000000-0000-4000-8000-000000000001';
export const CLIENT_CERTIFICATE =
  'arn:aws:acm:us-east-1:999999999999:certificate/00000000-0000-4000-8000-000000000002';

/** The API's name in a hosted zone of the hub account. */
export const DOMAIN = {
  ...example.domain,
  hostedZone: { id: 'Z0123456789', name: 'network.example.com' },
};

export const LOCKED = {
  requestsPerAddress: 300,
  certificateArn: CERTIFICATE,
  clientCertificateArn: CLIENT_CERTIFICATE,
  certificateAuthority: fileURLToPath(new URL('front-ca.pem', import.meta.url)),
};

/** A distribution in front of the API that alone can connect to it. */
export const WITH_FRONT: Changes = { domain: { ...DOMAIN, front: LOCKED } };

/**
 * The templates, with a placeholder for the functions' bundles: what is tested here is around them.
 *
 * @param changes to the example configuration; `undefined` takes a value out
 * @param alter what to do to the app before
 */
export const synthesize = (changes: Changes = {}, alter?: (app: App) => void): Synthesized => {
  if (alter) return synthesizeAnew(changes, alter);
  const name = JSON.stringify(changes, (_, value) => (value === undefined ? 'taken out' : value));
  return oncePerWorker(`synthesized ${name}`, () => synthesizeAnew(changes, () => undefined));
};

const synthesizeAnew = (changes: Changes, alter: (app: App) => void): Synthesized => {
  const scratch = mkdtempSync(join(tmpdir(), 'peerway-synth-'));
  try {
    const bundle = mkdtempSync(join(scratch, 'bundle-'));
    writeFileSync(join(bundle, 'index.mjs'), 'export const handler = async () => ({});\n');
    const app = peerwayApp({
      configuration: readConfiguration('the test', { ...example, ...changes }),
      entries: functionEntries(),
      bundleOf: () => bundle,
      outdir: join(scratch, 'out'),
    });
    alter(app);
    const { directory } = app.synth();
    const read = (stack: string): Template =>
      JSON.parse(readFileSync(join(directory, `${stack}.template.json`), 'utf8'));
    const front = app.node.tryFindChild(FRONT) && { front: read(FRONT) };
    return { app, hub: read(HUB), spoke: read(SPOKE), ...front };
  } finally {
    rmSync(scratch, { recursive: true });
  }
};

/** Every resource of a type, by its logical id. */
export const resourcesOf = ({ Resources }: Template, type: string): [string, Resource][] =>
  Object.entries(Resources).filter(([, { Type }]) => Type === type);

/** An intrinsic function as text: `{"Fn::GetAtt": ["Table", "Arn"]}` is `${Table.Arn}`. */
export const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const { Ref, 'Fn::GetAtt': getAtt, 'Fn::Join': join } = value as Record<string, unknown>;
  if (Ref !== undefined) return `\${${Ref}}`;
  if (Array.isArray(getAtt)) return `\${${getAtt.join('.')}}`;
  if (Array.isArray(join)) return (join[1] as unknown[]).map(textOf).join(String(join[0]));
  return JSON.stringify(value);
};
