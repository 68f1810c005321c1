import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Journey, PAYMENTS, startJourney } from '../journey/journey.ts';
import { runPeerway } from './run-peerway.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey.close());

const peerway = (args: string, account: string | null = PAYMENTS) =>
  runPeerway(args.split(' '), { endpoint: journey.endpoints.api, account });

const US_TO_EU =
  '--vpc-id vpc-01111111111111a01 --peer-vpc-id vpc-02222222222222e01 --peer-owner-id 222222222222 --peer-region eu-west-1';
const NOBODYS = 'pr-01K7Q8Z4T1V6M3N9R2X5B0C8DE';

test('what the API refuses ends with 1, its code, and a next step', async () => {
  const { id } = await journey.submit();
  for (const [args, account, stderr] of [
    [
      `submit ${US_TO_EU} --justification again`,
      PAYMENTS,
      `CONFLICT: These VPCs already have an open request: ${id} (waiting for a decision).\n→ Show that request: peerway show ${id}\n`,
    ],
    [
      `show ${NOBODYS}`,
      PAYMENTS,
      `NOT_FOUND: Request ${NOBODYS} was not found.\n→ List the requests you can see: peerway list\n`,
    ],
    [`show ${id}`, '333333333333', `NOT_FOUND: Request ${id} was not found.`],
    ['accounts list', PAYMENTS, 'FORBIDDEN: '],
    [
      'submit --vpc-id vpc-01111111111111a01 --peer-vpc-id vpc-01111111111111a01 --justification self',
      PAYMENTS,
      'VALIDATION_ERROR: The request is invalid. See details.\n  --peer-vpc-id: ',
    ],
  ] as const) {
    const run = await peerway(args, account);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toContain(stderr);
  }
});

test('what is wrong with the command line ends with 2, all of it named, and is not sent', async () => {
  for (const [args, ...stderr] of [
    [
      'submit --vpc-id vpc-1 --contact-email me',
      '--vpc-id: ',
      '--peer-vpc-id is required',
      '--contact-email: ',
    ],
    ['show pr-1', '<request-id>: Request ID must be pr- followed by a ULID, such as pr-'],
    ['list --limit 0', '--limit: Limit must be a number from 1 to 100.'],
    ['list --json --table', "'--json' cannot be used with option '--table'"],
    ['list --output csv --json', "'--output <format>' cannot be used with option '--json'"],
    ['list --output xml', 'Allowed choices are json, table, csv, yaml.'],
    ['list --query items[', '--query must be a JMESPath expression, such as items[].id.'],
    ['audit export --output csv', 'This command writes JSON Lines only.'],
    ['audit export --query [].id', 'This command writes JSON Lines only.'],
    ['completion tcsh', 'Allowed choices are zsh, bash, fish, powershell.'],
    ['list --status open', 'Allowed choices are submitted, '],
    [
      'submti',
      "unknown command 'submti'",
      'Did you mean submit?',
      "Run 'peerway --help' for usage and examples.",
    ],
    ['watch', "missing required argument 'request-id'", "Run 'peerway watch --help' for usage and examples."],
    [`watch ${NOBODYS} --interval 0`, 'Enter a number of seconds from 0.1 to 3600, or a duration up to 1h.'],
    ['accounts put 222222222222 --name analytics --approvers a@b.example', '--onboarded or --no-onboarded'],
    [
      'accounts put 222222222222 --name n --no-onboarded --approvers a@b.example nobody',
      '--approvers (value 2): ',
    ],
    [
      'list --endpoint peerway.example',
      '--endpoint must be a URL, such as https://peerway.example or http://127.0.0.1:3000, not peerway.example.',
    ],
  ] as const) {
    const run = await runPeerway(args.split(' '), { endpoint: 'https://unasked.invalid', account: PAYMENTS });
    expect(run).toMatchObject({ code: 2, stdout: '' });
    for (const part of stderr) expect(run.stderr).toContain(part);
  }
  const { code, stderr } = await runPeerway(['list']);
  expect(code).toBe(2);
  expect(stderr).toBe(
    "error: No endpoint. Set PEERWAY_ENDPOINT or pass --endpoint: the network team's PeerwayHub stack prints it as the output Endpoint. The local stack's is http://127.0.0.1:3000.\n",
  );
});

test('without credentials it says how to have some, in lines and not in a stack', async () => {
  const nobody = await peerway('list', null);
  expect(nobody).toMatchObject({ code: 3, stdout: '' });
  expect(nobody.stderr).toContain('AWS_ACCESS_KEY_ID=111111111111 AWS_SECRET_ACCESS_KEY=local');
  expect(nobody.stderr).toContain('222222222222 analytics');
  expect(nobody.stderr.trimEnd().split('\n')).toHaveLength(2);

  const stranger = await peerway('list', 'AKIAIOSFODNN7EXAMPLE');
  expect(stranger.code).toBe(3);
  expect(stranger.stderr).toContain('Access denied (403: Forbidden)');
  expect(stranger.stderr).toContain('the access key is an account ID');
});

test('where no Peerway answers it says so, and ends with 3', async () => {
  const closed = await peerway('list --endpoint http://127.0.0.1:1024');
  expect(closed).toMatchObject({ code: 3, stdout: '' });
  expect(closed.stderr).toContain('connection refused\n→ Start the local stack with npm start');

  const elsewhere = await peerway(`list --endpoint ${journey.endpoints.api}/prod`);
  expect(elsewhere.code).toBe(3);
  expect(elsewhere.stderr).toContain("The endpoint isn't a Peerway API (404)");
});
