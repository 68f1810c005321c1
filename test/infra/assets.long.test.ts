import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXAMPLE, loadConfiguration } from '../../infra/configuration/load-configuration.ts';
import { bundleFunctions } from '../../infra/function-bundles.ts';
import { HUB, peerwayApp } from '../../infra/peerway-app.ts';
import { ACROSS, type Journey, PAYMENTS, startJourney } from '../journey/journey.ts';
import { bundledFunctions } from './template/bundled.ts';
import { functionsOf } from './template/statements.ts';
import type { Template } from './template/synthesized.ts';

const SUBMIT = 'api/submit-request';

let scratch: string;
let assembly: string;
let template: Template;
let journey: Journey;

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'peerway-assets-'));
  const { outdir: bundles, entries } = await bundledFunctions();
  const configuration = await loadConfiguration(EXAMPLE);
  const bundleOf = (entry: string) => join(bundles, entry);
  assembly = join(scratch, 'out');
  peerwayApp({ configuration, entries, bundleOf, outdir: assembly }).synth();
  template = JSON.parse(readFileSync(join(assembly, `${HUB}.template.json`), 'utf8'));
  journey = await startJourney();
});

afterAll(async () => {
  await journey.close();
  rmSync(scratch, { recursive: true });
});

const deployed = (entry: string) => {
  const found = functionsOf(template).find((each) => each.entry === entry);
  const { S3Key } = (found?.properties['Code'] ?? {}) as { S3Key: string };
  const { Variables } = (found?.properties['Environment'] ?? { Variables: {} }) as { Variables: object };
  return {
    folder: join(assembly, `asset.${S3Key.replace('.zip', '')}`),
    handler: String(found?.properties['Handler']),
    variables: Object.keys(Variables),
  };
};

/** Runs a function as Lambda would run it: from its asset, with the variables of its template and no others. */
const invoke = async <Answer>(entry: string, event: object): Promise<Answer> => {
  const { folder, handler, variables } = deployed(entry);
  const [file, name] = handler.split('.');
  const script = join(scratch, 'invoke.mjs');
  writeFileSync(
    script,
    `import { ${name} } from '${join(folder, `${file}.cjs`)}';
     process.once('message', async (event) => {
       const context = { awsRequestId: '1', functionName: 'f', getRemainingTimeInMillis: () => 29000 };
       process.send(await ${name}(event, context));
     });`,
  );
  const ofLambda = Object.keys(process.env).filter((key) => /^(?:AWS_|POWERTOOLS_)/.test(key));
  const child = fork(script, [], {
    execPath: process.execPath,
    execArgv: [],
    env: Object.fromEntries([...variables, ...ofLambda].map((key) => [key, process.env[key]])),
  });
  try {
    child.send(event);
    const [answer] = await once(child, 'message');
    return answer as Answer;
  } finally {
    child.kill();
  }
};

const signedBy = (account: string, method: string, path: string, body: object) => ({
  version: '2.0',
  routeKey: `${method} ${path}`,
  rawPath: path,
  headers: { 'content-type': 'application/json' },
  requestContext: {
    accountId: '999999999999',
    http: { method, path, sourceIp: '203.0.113.7' },
    requestId: 'one',
    authorizer: { iam: { accountId: account, userArn: `arn:aws:sts::${account}:assumed-role/Developer/d` } },
  },
  body: JSON.stringify(body),
  isBase64Encoded: false,
});

test('a function answers from its synthesized asset, with the variables of its template, against the engines', async () => {
  const answer = await invoke<{ statusCode: number; body: string }>(
    SUBMIT,
    signedBy(PAYMENTS, 'POST', '/peering-requests', ACROSS),
  );
  expect(answer.statusCode).toBe(201);
  const { data } = JSON.parse(answer.body) as { data: { id: string; status: string } };
  expect(data.status).toBe('submitted');
  await journey.pass(3600);
  expect(await journey.request(data.id)).toMatchObject({ status: 'pending-acceptance' });
});

test('the assets are the bundles, each with nothing beside', async () => {
  const again = join(scratch, 'again');
  for (const entry of await bundleFunctions(again)) {
    const { folder } = deployed(entry);
    expect(readdirSync(folder), entry).toEqual(['index.cjs']);
    const asset = readFileSync(join(folder, 'index.cjs'));
    expect(asset.equals(readFileSync(join(again, entry, 'index.cjs'))), entry).toBe(true);
  }
});
