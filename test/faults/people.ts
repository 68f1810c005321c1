import { randomUUID } from 'node:crypto';
import { CreateVpcPeeringConnectionCommand } from '@aws-sdk/client-ec2';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { connectionKey } from '../../functions/adapters/table.ts';
import type { Connect } from '../../functions/domain/request/connect.ts';
import type {
  DecisionKind,
  PeeringRequest,
  RequestId,
} from '../../functions/domain/request/peering-request.ts';
import { signedFetch } from '../../local/signed-fetch.ts';
import { TABLE_NAME } from '../../local/table.ts';
import { tableOf } from './evidence.ts';
import type { FaultyStack } from './faulty-stack.ts';
import type { Acknowledged } from './invariants/decisions-kept.ts';
import { mailsIn } from './mailbox.ts';
import { ANALYTICS, ec2As, PAYMENTS, type PairOfVpcs } from './pair-of-vpcs.ts';
import type { Wait } from './virtual-script.ts';

/** The header by which a call of a person names the life that it is part of. */
export const LIFE_HEADER = 'x-test-life';

const MINUTE = 60;

/** Whom an account's requests name. */
const CONTACTS: Readonly<Record<string, string>> = {
  [PAYMENTS]: 'priya@payments.example',
  [ANALYTICS]: 'ada@analytics.example',
};

/** Three runs of the register, and the time that a connection stays pending first. */
const PICKED_UP_MINUTES = 60;

const LINK = /https?:\S+\/decisions\/[\w-]+/;

/** How often people try again what failed on our side, and how long they wait before. */
const PATIENCE = { attempts: 30, seconds: MINUTE };

export type Reply = { status: number; body: string };

/** What a submission asks for besides the connection. */
export type Asked = { connect?: Connect; active_for?: string };

/** What the people around one request do, through the doors that they have. They do not give up at once. */
export class People {
  readonly life: string;
  readonly acknowledged: Acknowledged[] = [];
  id: RequestId | undefined;
  /** One that they created with EC2 alone. */
  connection: string | undefined;
  readonly #stack: FaultyStack;
  readonly #wait: Wait;

  constructor(life: string, stack: FaultyStack, wait: Wait) {
    this.life = life;
    this.#stack = stack;
    this.#wait = wait;
  }

  get api(): string {
    return this.#stack.local.endpoints.api;
  }

  /** Asks until there is an answer that is no failure of ours. */
  async persist(ask: () => Promise<Response>): Promise<Reply> {
    let reply: Reply = { status: 0, body: '' };
    for (let attempt = 0; attempt < PATIENCE.attempts; attempt++) {
      if (attempt > 0) await this.#wait(PATIENCE.seconds);
      const response = await ask();
      reply = { status: response.status, body: await response.text() };
      if (reply.status < 500) return reply;
    }
    throw new Error(`after ${PATIENCE.attempts} attempts: ${reply.status} ${reply.body}`);
  }

  call(
    account: string,
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    return this.persist(() =>
      signedFetch(account, this.api + path, {
        method,
        headers: { [LIFE_HEADER]: this.life, ...headers },
        ...(body && { body: JSON.stringify(body) }),
      }),
    );
  }

  async submit(account: string, pair: PairOfVpcs, asked: Asked = {}): Promise<void> {
    const about = { justification: this.life, contact_email: CONTACTS[account] };
    const body = { ...pair, ...about, ...asked };
    const reply = await this.call(account, 'POST', '/peering-requests', body, {
      'idempotency-key': randomUUID(),
    });
    if (reply.status !== 201) throw new Error(`the submit was answered ${reply.status} ${reply.body}`);
    this.id = (JSON.parse(reply.body) as { data: { id: RequestId } }).data.id;
  }

  /** Creates a connection with EC2 alone, as a tool does, and waits until Peerway has made a request of it. */
  async createOutside(account: string, pair: PairOfVpcs): Promise<void> {
    const { VpcPeeringConnection } = await ec2As(this.#stack, account, pair.vpc_region).send(
      new CreateVpcPeeringConnectionCommand({
        VpcId: pair.vpc_id,
        PeerVpcId: pair.peer_vpc_id,
        PeerOwnerId: pair.peer_owner_id,
        PeerRegion: pair.peer_region,
        TagSpecifications: [
          {
            ResourceType: 'vpc-peering-connection',
            Tags: [
              { Key: 'peerway:justification', Value: this.life },
              { Key: 'peerway:contact', Value: CONTACTS[account] },
            ],
          },
        ],
      }),
    );
    this.connection = VpcPeeringConnection?.VpcPeeringConnectionId ?? '';
    for (let passed = 0; passed < PICKED_UP_MINUTES && !this.id; passed += 5) {
      await this.#wait(5 * MINUTE);
      const { Item } = await tableOf(this.#stack).db.send(
        new GetCommand({ TableName: TABLE_NAME, Key: connectionKey(this.connection), ConsistentRead: true }),
      );
      this.id = Item?.['request_id'];
    }
    if (!this.id)
      throw new Error(`after ${PICKED_UP_MINUTES} minutes no request is made of ${this.connection}`);
  }

  async record(): Promise<PeeringRequest> {
    const record = this.id && (await tableOf(this.#stack).requests.get(this.id));
    if (!record) throw new Error(`${this.id ?? 'nothing'} is not on record`);
    return record;
  }

  /** Looks every few minutes until it is so. */
  async until(
    what: string,
    isSo: (record: PeeringRequest) => boolean | Promise<boolean>,
    minutes: number,
  ): Promise<void> {
    let passed = 0;
    for (let pause = 5; ; pause += 5) {
      const record = await this.record();
      if (await isSo(record)) return;
      if (passed >= minutes)
        throw new Error(`after ${minutes} minutes it is ${record.status}, and not ${what}`);
      await this.#wait(pause * MINUTE);
      passed += pause;
    }
  }

  /** The latest link that this person was sent. */
  async linkOf(person: string): Promise<string | undefined> {
    const mails = (await mailsIn(this.#stack)).filter(
      ({ to, subject }) => to === person && subject.includes(this.id ?? 'nothing'),
    );
    const links = mails.flatMap(({ text }) => LINK.exec(text)?.[0] ?? []);
    return links.at(-1);
  }

  /** Decides through the link of their mail, as a browser does. */
  async decide(person: string, kind: DecisionKind): Promise<void> {
    await this.until('with its approver', async () => (await this.linkOf(person)) !== undefined, 60);
    const headers = { [LIFE_HEADER]: this.life };
    // A mail that is sent once more brings another link, and a form is good for its own alone.
    const link = (await this.linkOf(person)) ?? '';
    const open = () => fetch(link, { headers });
    const page = (await this.persist(open)).body;
    const form_token = /name="form_token" value="([^"]+)"/.exec(page)?.[1];
    if (!form_token) throw new Error(`${person} was shown no form`);
    const box = page.includes('name="connect"') && { connect: 'on' };
    const form = { decision: kind, comment: 'decided by hand', form_token, ...box };
    const send = () => fetch(link, { method: 'POST', headers, body: new URLSearchParams(form) });
    const { status, body } = await this.persist(send);
    if (status !== 200) throw new Error(`${person}'s ${kind} was answered ${status}: ${body.slice(-400)}`);
    this.acknowledged.push({ by: person, kind });
  }

  /** Decides with a signed call, from the account that owns the accepter VPC. */
  async decideSigned(person: string, account: string, decision: 'accept' | 'reject'): Promise<void> {
    await this.until('pending', ({ status }) => status === 'pending-acceptance', 60);
    const path = `/peering-requests/${this.id}/decision`;
    const body = { decision, comment: 'decided by hand' };
    const reply = await this.call(`${account}-${person}`, 'POST', path, body);
    if (reply.status !== 200)
      throw new Error(`${person}'s ${decision} was answered ${reply.status} ${reply.body}`);
    this.acknowledged.push({ by: person, kind: decision });
  }

  async askForMoreTime(account: string, extends_by: string): Promise<void> {
    const path = `/peering-requests/${this.id}/extension`;
    const reply = await this.call(account, 'POST', path, { extends_by, reason: 'asked by hand' });
    // An answer that was lost is found out by the second attempt.
    if (reply.status !== 200 && !reply.body.includes('More time was asked for'))
      throw new Error(`the request for more time was answered ${reply.status} ${reply.body}`);
  }

  async grantMoreTime(person: string, account: string): Promise<void> {
    const path = `/peering-requests/${this.id}/decision`;
    const body = { decision: 'accept', extension: true };
    const reply = await this.call(`${account}-${person}`, 'POST', path, body);
    if (reply.status !== 200 && !reply.body.includes('ALREADY_DECIDED'))
      throw new Error(`the grant of more time was answered ${reply.status} ${reply.body}`);
  }

  /** How many of their mails about the request have a subject that begins so. */
  async count(person: string, start: string): Promise<number> {
    const mails = await mailsIn(this.#stack);
    return mails.filter(
      ({ to, subject }) =>
        to === person && subject.startsWith(start) && subject.includes(this.id ?? 'nothing'),
    ).length;
  }

  /** All that can be looked at without changing anything. */
  async readEverything(account: string): Promise<void> {
    for (const path of [
      `/peering-requests/${this.id}`,
      `/peering-requests/${this.id}/events`,
      '/peering-requests?limit=2',
    ]) {
      const { status, body } = await this.call(account, 'GET', path);
      if (status !== 200) throw new Error(`${path} was answered ${status} ${body}`);
    }
  }

  /** Withdraws the request, or tears its connection down. */
  async cancel(account: string): Promise<void> {
    const { status, body } = await this.call(account, 'POST', `/peering-requests/${this.id}/cancel`, {});
    // An answer that was lost is found out by the second attempt.
    if (status !== 200 && !/ALREADY_DECIDED|WINDOW_CLOSED/.test(body))
      throw new Error(`the cancel was answered ${status} ${body}`);
    this.acknowledged.push({ by: `arn:aws:sts::${account}:assumed-role/Developer/local`, kind: 'cancel' });
  }
}
