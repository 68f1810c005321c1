import { invokeFunction } from '../../local/functions.ts';
import { VPC } from '../../local/seed.ts';
import { ANALYTICS, HUB, type Journey, MINUTE, PAYMENTS } from './journey.ts';

export const ANNA = 'anna@analytics.example';
export const ARUN = 'arun@analytics.example';
export const CHIEF = 'chief@analytics.example';
export const PRIYA = 'priya@payments.example';

const FROM = [
  { vpc_id: VPC.paymentsEu, vpc_region: 'eu-west-1' },
  { vpc_id: VPC.paymentsLedger, vpc_region: 'eu-west-1' },
  { vpc_id: VPC.paymentsUs, vpc_region: 'us-east-1' },
  { vpc_id: VPC.paymentsLegacy, vpc_region: 'us-east-1' },
];
const TO = [
  { peer_vpc_id: VPC.analyticsEu, peer_region: 'eu-west-1' },
  { peer_vpc_id: VPC.analyticsLake, peer_region: 'eu-west-1' },
  { peer_vpc_id: VPC.analyticsUs, peer_region: 'us-east-1' },
];

/** All that payments and analytics can peer without an overlap. */
const PAIRS = FROM.flatMap((from) => TO.map((to) => ({ ...from, ...to })));

export const putAnalytics = async (journey: Journey, entry: object = {}): Promise<void> => {
  const { status, body } = await journey.call(HUB, 'PUT', `/accounts/${ANALYTICS}`, {
    name: 'analytics',
    approvers: [ANNA, ARUN],
    onboarded: true,
    auto_accept_from: [PAYMENTS],
    review_every: 'P90D',
    escalation_email: CHIEF,
    ...entry,
  });
  if (status !== 200) throw new Error(JSON.stringify(body));
};

/** Active connections to analytics, up to twelve. */
export const connect = async (journey: Journey, count: number): Promise<string[]> => {
  const ids: string[] = [];
  for (const pair of PAIRS.slice(0, count)) {
    const { id } = await journey.submit({
      ...pair,
      peer_owner_id: ANALYTICS,
      justification: 'Settlement files go to the lake.',
      contact_email: PRIYA,
    });
    ids.push(id);
  }
  await journey.pass(5 * MINUTE);
  return ids;
};

export const runReviews = (): Promise<unknown> => invokeFunction('schedules/review-connections', {});

export type Received = { to: string; subject: string; text: string };

/** The mails whose subjects begin so, the oldest first. */
export const mailsThatSay = async (journey: Journey, start: string): Promise<Received[]> =>
  (await journey.inbox.emails())
    .filter(({ subject }) => subject.startsWith(start))
    .map(({ destination, subject, body }) => ({
      to: destination.to[0] ?? '',
      subject,
      text: body.text ?? '',
    }));

/** The last link to a review that this person was mailed. */
export const reviewLinkOf = async (journey: Journey, person: string): Promise<string> => {
  const mail = (await mailsThatSay(journey, 'Review ')).findLast(({ to }) => to === person);
  const [url] = /https?:\S+\/reviews\/[\w-]+/.exec(mail?.text ?? '') ?? [];
  if (!url) throw new Error(`${person} got no link to a review`);
  return url;
};

/** What a person chooses of a connection, and why. */
export type Choice = { answer: 'keep' | 'remove'; reason?: string };

/** The fields that the page's form has now, with hidden ones, as a browser sends them. */
export const formOf = (page: string): URLSearchParams => {
  const fields = new URLSearchParams();
  for (const [input] of page.matchAll(/<input[^>]*>/g)) {
    const of = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(input)?.[1] ?? '';
    const isSent = of('type') === 'hidden' || of('type') === 'text' || / checked\b/.test(input);
    if (isSent) fields.append(of('name'), of('value'));
  }
  return fields;
};

/** Opens the page of a review and sends its form, as a browser does. */
export const answerReview = async (
  link: string,
  choices: Readonly<Record<string, Choice>>,
  shown?: string,
): Promise<{ status: number; page: string }> => {
  const form = formOf(shown ?? (await (await fetch(link)).text()));
  for (const [id, { answer, reason }] of Object.entries(choices)) {
    form.set(`answer-${id}`, answer);
    if (reason !== undefined) form.set(`reason-${id}`, reason);
  }
  const response = await fetch(link, { method: 'POST', body: form });
  return { status: response.status, page: await response.text() };
};
