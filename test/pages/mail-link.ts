import { HUB, type Journey } from '../journey/journey.ts';

/** The newest link of a kind that somebody's mails about a request carry. */
export const linkIn = async (
  { inbox }: Journey,
  person: string,
  id: string,
  kind: 'decisions' | 'status',
): Promise<string> => {
  const mails = (await inbox.emails()).filter(
    ({ destination, subject }) => destination.to.includes(person) && subject.includes(id),
  );
  const found = mails.flatMap(
    ({ body }) => new RegExp(`https?://\\S+/${kind}/[\\w-]+`).exec(body.text ?? '')?.[0] ?? [],
  );
  const newest = found.at(-1);
  if (!newest) throw new Error(`${person} has no link to ${kind} of ${id}`);
  return newest;
};

export const boardLink = async ({ call }: Journey): Promise<string> => {
  const { body } = await call<{ url: string }>(HUB, 'POST', '/board-links');
  if (!body.success) throw new Error(body.error.message);
  return body.data.url;
};

/** The link that somebody of an account gets from the API to read a request. */
export const requestLink = async ({ call }: Journey, account: string, id: string): Promise<string> => {
  const { body } = await call<{ url: string }>(account, 'POST', `/peering-requests/${id}/links`);
  if (!body.success) throw new Error(body.error.message);
  return body.data.url;
};

/** Everything that is on record of a request. */
export const stateOf = async (journey: Journey, id: string) => ({
  request: await journey.request(id),
  trail: await journey.trail(id),
});
