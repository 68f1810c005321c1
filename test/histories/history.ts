import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type {
  DecisionKind,
  PeeringRequest,
  RequestId,
  Side,
} from '../../functions/domain/request/peering-request.ts';
import { invokeFunction } from '../../local/functions.ts';
import { signedFetch } from '../../local/signed-fetch.ts';
import { TABLE_NAME } from '../../local/table.ts';
import { tableOf } from '../faults/evidence.ts';
import type { FaultyStack } from '../faults/faulty-stack.ts';
import { watchAccepts } from '../faults/invariants/accepts-decided.ts';
import type { Acknowledged } from '../faults/invariants/decisions-kept.ts';
import { watchRoutes } from '../faults/invariants/routes.ts';
import { mailsIn } from '../faults/mailbox.ts';
import { ANALYTICS, newPair, PAYMENTS, type PairOfVpcs } from '../faults/pair-of-vpcs.ts';
import { DirectoryWatch } from './directory.ts';
import { Disturbances } from './disturbances.ts';
import type { Heard } from './heard.ts';
import { OthersRoutes } from './others-routes.ts';
import { accountOf, STRANGER } from './stack-of-histories.ts';

/**
 * Whose record and connection a command is about: one of the two pairs of VPCs of payments and analytics, or the
 * one of the stranger and analytics.
 */
export type PairIndex = 0 | 1 | 2;

export const PAIRS: readonly PairIndex[] = [0, 1, 2];

/** The URL in a mail, who got it, and the request that it is for. */
export type SentLink = {
  url: string;
  person: string;
  about?: RequestId;
  /** For which account they open it, if it isn’t their own. */
  by?: string;
};

export type Answer = { status: number; text: string };

const LINK = /https?:\S+\/(?:decisions|status)\/[\w-]+/;

/** What has happened to one history: its VPCs, what people were told, and what still lies in wait. */
export class History {
  readonly stack: FaultyStack;
  readonly pairs: readonly [PairOfVpcs, PairOfVpcs, PairOfVpcs];
  readonly disturbances: Disturbances;
  readonly directory = new DirectoryWatch();
  readonly acknowledged = new Map<RequestId, Acknowledged[]>();
  readonly heard: Heard[] = [];
  readonly others: OthersRoutes;
  /** How often executions were stopped. */
  kills = 0;
  /** The tokens of the forms that people were shown, by the URL. */
  readonly #forms = new Map<string, string>();
  /** Answers in reviews that were acknowledged, and the version of the record that had them. */
  readonly answered = new Map<RequestId, { answer: 'keep' | 'remove'; version: number }[]>();
  /** Sweeps that nothing disturbed. */
  readonly sweptAt: Date[] = [];
  #sweepsToRun = 0;
  readonly #endWatch: () => readonly string[];

  private constructor(stack: FaultyStack, pairs: readonly [PairOfVpcs, PairOfVpcs, PairOfVpcs]) {
    this.stack = stack;
    this.pairs = pairs;
    this.disturbances = new Disturbances(stack);
    const vpcIds = pairs.flatMap(({ vpc_id, peer_vpc_id }) => [vpc_id, peer_vpc_id]);
    this.others = new OthersRoutes(stack, vpcIds);
    const stopSeeing = stack.layer.watch((call) => this.directory.see(call));
    const endAccepts = watchAccepts(stack);
    const endRoutes = watchRoutes(stack);
    this.#endWatch = () => {
      stopSeeing();
      return [...endAccepts(), ...endRoutes()];
    };
  }

  static async begin(stack: FaultyStack): Promise<History> {
    stack.layer.forget();
    const sides = { requester: PAYMENTS, accepter: ANALYTICS };
    const first = await newPair(stack, sides);
    const second = await newPair(stack, sides);
    // Two strangers share a peer, so that what is known of a VPC is known to both.
    const third = await newPair(stack, { ...sides, requester: STRANGER, peer_vpc_id: first.peer_vpc_id });
    return new History(stack, [first, second, third]);
  }

  now(): Date {
    return this.stack.local.clock.now();
  }

  pass(seconds: number): Promise<void> {
    return this.stack.local.clock.advance(seconds * 1000);
  }

  /** Calls the API. */
  async ask(
    by: string,
    method: string,
    path: string,
    content?: object,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const body = content && JSON.stringify(content);
    const url = this.stack.local.endpoints.api + path;
    const response = await signedFetch(by, url, { method, headers, ...(body && { body }) });
    return this.#hear(response, { by, sent: `${method} ${path} ${body ?? ''}` });
  }

  /** Opens a link, or sends its page's form, as a browser does. */
  async open({ url, person, about, by }: SentLink, form?: Record<string, string>): Promise<Answer> {
    const body = new URLSearchParams(form);
    const response = await fetch(url, form && { method: 'POST', body });
    return this.#hear(response, {
      by: by ?? accountOf(person) ?? person,
      ...(about && { about }),
      sent: `${url} ${body}`,
    });
  }

  /**
   * Opens a link for the token of its form. Who is shown no form any more has kept the page that they opened earlier.
   */
  async openForm(link: SentLink): Promise<{ text: string; form_token?: string }> {
    const { text } = await this.open(link);
    const form_token = /name="form_token" value="([^"]+)"/.exec(text)?.[1] ?? this.#forms.get(link.url);
    if (form_token) this.#forms.set(link.url, form_token);
    return { text, ...(form_token && { form_token }) };
  }

  async #hear(response: Response, heard: Omit<Heard, 'text'>): Promise<Answer> {
    const text = await response.text();
    this.heard.push({ ...heard, text });
    return { status: response.status, text };
  }

  /** Whether EC2 knows the VPC as the side says. */
  exists({ vpc_id, owner_id, region }: Side): boolean {
    return this.pairs.some(
      (pair) =>
        (pair.vpc_id === vpc_id && pair.vpc_owner_id === owner_id && pair.vpc_region === region) ||
        (pair.peer_vpc_id === vpc_id && pair.peer_owner_id === owner_id && pair.peer_region === region),
    );
  }

  /** All that is on record, whoever submitted it: the newest first, of each VPC. */
  async requests(
    vpcs = this.pairs.flatMap(({ vpc_id, peer_vpc_id }) => [vpc_id, peer_vpc_id]),
  ): Promise<PeeringRequest[]> {
    const { db, requests } = tableOf(this.stack);
    const ids = new Set<RequestId>();
    for (const vpc of new Set(vpcs)) {
      const { Items = [] } = await db.send(
        new QueryCommand({
          TableName: TABLE_NAME,
          KeyConditionExpression: 'pk = :vpc',
          ExpressionAttributeValues: { ':vpc': `VPC#${vpc}` },
          ScanIndexForward: false,
          ConsistentRead: true,
        }),
      );
      for (const item of Items) ids.add(item['request_id']);
    }
    const found = new Map((await requests.getMany([...ids])).map((request) => [request.id, request]));
    return [...ids].flatMap((id) => found.get(id) ?? []);
  }

  /** Those of the pair's own requester, the newest first. */
  async requestsOf(pair: PairIndex): Promise<PeeringRequest[]> {
    const { vpc_id, vpc_owner_id, vpc_region } = this.pairs[pair];
    return (await this.requests([vpc_id])).filter(
      ({ requester }) =>
        requester.vpc_id === vpc_id && requester.owner_id === vpc_owner_id && requester.region === vpc_region,
    );
  }

  async latest(pair: PairIndex): Promise<PeeringRequest | undefined> {
    return (await this.requestsOf(pair))[0];
  }

  /** The links in the mails of a person about these requests, the oldest first. */
  async linksOf(person: string, ids: readonly RequestId[]): Promise<SentLink[]> {
    return (await mailsIn(this.stack)).flatMap(({ to, subject, text }) => {
      const about = to === person && ids.find((id) => subject.includes(id));
      const url = about && LINK.exec(text)?.[0];
      return url ? [{ url, person, about }] : [];
    });
  }

  acknowledge(id: RequestId, by: string, kind: DecisionKind): void {
    this.acknowledged.set(id, [...(this.acknowledged.get(id) ?? []), { by, kind }]);
  }

  /** Whether all that was called was answered, and nothing that ran was stopped. */
  isUndisturbed(): boolean {
    return this.kills === 0 && this.stack.layer.disturbed().length === 0;
  }

  /** What fails is done by the next run. */
  async updateRegister(): Promise<void> {
    await invokeFunction('schedules/update-register', {}).catch(() => undefined);
  }

  async startReviews(): Promise<void> {
    await invokeFunction('schedules/review-connections', {}).catch(() => undefined);
  }

  /** Lambda runs one sweep at a time: another one begins when it has ended. */
  async sweep(): Promise<void> {
    this.#sweepsToRun += 1;
    if (this.#sweepsToRun > 1) return;
    for (; this.#sweepsToRun > 0; this.#sweepsToRun--) {
      const before = this.stack.layer.disturbed().length;
      await invokeFunction('schedules/sweep', {}).catch(() => undefined);
      if (this.stack.layer.disturbed().length === before) this.sweptAt.push(this.now());
    }
  }

  /** From now on nothing is disturbed. Tells what was found on the way. */
  end(): readonly string[] {
    this.disturbances.end();
    return this.#endWatch();
  }
}
