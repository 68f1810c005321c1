import { ANALYTICS, PAYMENTS, type PairOfVpcs } from '../faults/pair-of-vpcs.ts';
import { always, command, type HistoryCommand } from './command.ts';
import { isAsked, tokenOf, wordsOf } from './people-commands.ts';
import { STRANGER } from './stack-of-histories.ts';

const reversed = (pair: PairOfVpcs) => ({
  vpc_id: pair.peer_vpc_id,
  vpc_region: pair.peer_region,
  peer_vpc_id: pair.vpc_id,
  peer_owner_id: pair.vpc_owner_id,
  peer_region: pair.vpc_region,
});

type Claim = (pair: PairOfVpcs, own: PairOfVpcs) => [by: string, vpcs: Partial<PairOfVpcs>];

/** What members say of VPCs that are not so: by whom, and of which. */
export const CLAIMS = {
  'the stranger owns the requester’s VPC of': (pair) => [STRANGER, { ...pair, vpc_owner_id: STRANGER }],
  'the stranger owns the accepter’s VPC of': (pair) => [STRANGER, reversed(pair)],
  'the stranger owns both VPCs of': (pair) => [
    STRANGER,
    { ...pair, vpc_owner_id: STRANGER, peer_owner_id: STRANGER },
  ],
  'the stranger is the requester of': (pair) => [STRANGER, pair],
  'the accepter owns the requester’s VPC of': (pair) => [ANALYTICS, { ...pair, vpc_owner_id: ANALYTICS }],
  'the requester owns the accepter’s VPC of': (pair) => [PAYMENTS, reversed(pair)],
  'the requester’s VPC is in the accepter’s Region, of': (pair) => [
    PAYMENTS,
    { ...pair, vpc_region: pair.peer_region },
  ],
  'the requester’s VPC is in a Region that isn’t configured, of': (pair) => [
    PAYMENTS,
    { ...pair, vpc_region: 'ap-southeast-2' },
  ],
  'the accepter owns the stranger’s peer, which is the requester’s VPC of': (pair, own) => [
    STRANGER,
    { ...own, peer_vpc_id: pair.vpc_id },
  ],
} as const satisfies Record<string, Claim>;

export type ClaimName = keyof typeof CLAIMS;

export type Manner = { dry_run: boolean; contact_email?: string; whileEc2IsAway: boolean };

const pathOf = (dry_run: boolean) => `/peering-requests${dry_run ? '/preflight' : ''}`;

/** A member submits for VPCs that are not theirs, or names somebody else's address. */
export const claim = (
  pair: 0 | 1,
  name: ClaimName,
  { dry_run, contact_email, whileEc2IsAway }: Manner,
): HistoryCommand =>
  command(
    `a ${dry_run ? 'preflight' : 'submit'} claims that ${name} ${pair}${contact_email ? `, for ${contact_email}` : ''}${whileEc2IsAway ? ', while EC2 doesn’t answer' : ''}`,
    always,
    async (_, history) => {
      await history.pass(0.001);
      const [by, vpcs] = CLAIMS[name](history.pairs[pair], history.pairs[2]);
      // Of the two VPCs, either may be looked for first.
      for (const _ of whileEc2IsAway ? [1, 2] : []) {
        const look = { name: 'ec2.DescribeVpcs', nth: 1 };
        history.disturbances.fail(look, 'fails before its effect', 'throughout');
      }
      const words = { ...wordsOf(by), ...(contact_email && { contact_email }) };
      await history.ask(by, 'POST', pathOf(dry_run), { ...vpcs, ...words });
    },
  );

/** The stranger submits its own again and again, and tries what it would get. */
export const flood: HistoryCommand = command('a flood of the stranger', always, async (model, history) => {
  await history.pass(0.001);
  const { [2]: own, [0]: others } = history.pairs;
  const ask = (dry_run: boolean, vpcs: PairOfVpcs) =>
    history.ask(STRANGER, 'POST', pathOf(dry_run), { ...vpcs, ...wordsOf(STRANGER) });
  await Promise.all([
    ...[false, false, true, true].map((dry_run) => ask(dry_run, own)),
    ...[false, true].map((dry_run) => ask(dry_run, { ...others, vpc_owner_id: STRANGER })),
  ]);
  model.asked.add(2);
});

/** What a stranger asks about a request, as if it were theirs. */
export const QUESTIONS = {
  reads: ['GET', ''],
  'reads the trail of': ['GET', '/events'],
  withdraws: ['POST', '/cancel'],
  resubmits: ['POST', '/resubmit'],
} as const;

const NO_REQUEST = 'pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8';

/** The stranger knows an id, and is answered as if there were no such request. */
export const guess = (pair: 0 | 1, question: keyof typeof QUESTIONS): HistoryCommand =>
  command(`the stranger ${question} ${pair}`, isAsked(pair), async (_, history) => {
    const request = await history.latest(pair);
    if (!request) return;
    const [method, path] = QUESTIONS[question];
    const ask = (id: string) =>
      history.ask(STRANGER, method, `/peering-requests/${id}${path}`, method === 'POST' ? {} : undefined);
    const answers = [await ask(request.id), await ask(NO_REQUEST)].filter(({ status }) => status < 500);
    const said = answers.map(({ status, text }) => `${status} ${withoutIds(text)}`);
    if (new Set(said).size > 1)
      throw new Error(`the stranger ${question} ${request.id}: ${said.join(' | ')}`);
  });

const withoutIds = (text: string): string =>
  text.replace(/pr-\w{26}/g, 'pr-…').replace(/"request_id":"[^"]*"/, '');

/** Each filter, with what the stranger would like to find by it. */
const FILTERS: readonly ((pair: PairOfVpcs) => string)[] = [
  ({ vpc_id }) => `vpc_id=${vpc_id}`,
  ({ peer_vpc_id }) => `vpc_id=${peer_vpc_id}&sort=expiring`,
  ({ vpc_owner_id }) => `requester_owner_id=${vpc_owner_id}`,
  ({ peer_owner_id }) => `peer_owner_id=${peer_owner_id}&status=pending-acceptance`,
];

export const list = (pair: 0 | 1): HistoryCommand =>
  command(`the stranger lists ${pair}`, always, async (_, history) => {
    for (const filter of FILTERS)
      await history.ask(STRANGER, 'GET', `/peering-requests?${filter(history.pairs[pair])}`);
  });

const ROUTES = ['decisions', 'status', 'board'];

/** What a forged form says, which must never be found on a trail. */
export const FORGED = 'sent with the form of another link';

/** Somebody opens their latest links, tries them on other routes, and sends the form of one to the other. */
export const misuseLinks = (person: string): HistoryCommand =>
  command(`${person} tries their links on other routes`, always, async (_, history) => {
    const ids = (await history.requests()).map(({ id }) => id);
    // A mail that is sent twice has the same link.
    const links = new Map((await history.linksOf(person, ids)).map((link) => [link.url, link]));
    let form_token: string | undefined;
    for (const link of [...links.values()].slice(-2)) {
      if (form_token) await history.open(link, { decision: 'accept', comment: FORGED, form_token });
      for (const route of ROUTES) {
        const url = link.url.replace(/\/(?:decisions|status)\//, `/${route}/`);
        const page = await history.open({ ...link, url });
        if (url === link.url) form_token = tokenOf(page.text);
        else if (page.status === 200) throw new Error(`a link of ${link.about} opens ${route}`);
      }
    }
  });
