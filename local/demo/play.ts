import { isOpen } from '../../functions/domain/request/status.ts';
import type { Email } from '../inbox.ts';
import type { Stack } from '../stack.ts';
import { askEc2 } from './ec2-as-account.ts';
import { frontDoor, type RequestAnswer } from './front-door.ts';
import { perform } from './perform.ts';
import type { Act, Story } from './story.ts';
import { tellTrail } from './tell-trail.ts';
import type { Telling } from './telling.ts';
import type { Found } from './verdict.ts';
import { firstName } from './wording.ts';

/** A story while it runs. */
export type Play = {
  readonly story: Story;
  /** Whether it has ended and everything of it is told. */
  readonly over: boolean;
  submit(): Promise<Telling[]>;
  act(act: Act): Promise<Telling[]>;
  /** Tells what is new since the last look: in the trail, in the inbox and, once it has ended, in EC2. */
  look(): Promise<Telling[]>;
  /** What there is to judge it by. */
  found(): Promise<Found>;
};

export const startPlay = (story: Story, { clock, inbox, endpoints }: Stack): Play => {
  const door = frontDoor(endpoints.api, story.account);
  const troubles = new Set<string>();
  let id: string | undefined;
  let told = 0;
  let ec2: Found['ec2'];
  let checked = false;
  let over = false;

  const now = (who: string, text: string): Telling => ({ at: clock.now(), story, who, text });

  /** What fails in one story is told and judged there, and the others go on. */
  const trying = async (who: string, run: () => Promise<Telling[]>): Promise<Telling[]> => {
    try {
      return await run();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const trouble = `${who}: ${message}.`;
      if (troubles.has(trouble)) return [];
      troubles.add(trouble);
      return [{ ...now(who, message), amiss: true }];
    }
  };

  const mailsAbout = async (request: string): Promise<Email[]> =>
    (await inbox.emails()).filter(({ subject }) => subject.includes(request));

  /** EC2 hides what has ended after some hours: it is asked when the story ends, not when the week does. */
  const check = async (request: RequestAnswer): Promise<Telling> => {
    const { vpc_owner_id: account, vpc_region: region, vpc_peering_connection_id: connection } = request;
    if (connection) ec2 = await askEc2({ endpoint: endpoints.ec2, account, region }, connection);
    checked = true;
    return {
      ...now('check', `EC2 says ${ec2?.status ?? 'nothing'}, asked as account ${account}`),
      status: request.status,
    };
  };

  return {
    story,
    get over() {
      return over;
    },
    submit: () =>
      trying('API', async () => {
        ({ id } = await door.submit(story.request));
        return [];
      }),
    act: (act) =>
      trying(firstName(act.who), async () => {
        if (!id) throw new Error('there is no request to act on');
        const seen = await perform(act, id, story.request.peer_owner_id, { inbox, endpoints });
        return [now(firstName(act.who), seen)];
      }),
    async look() {
      const known = id;
      if (!known || over) return [];
      return trying('API', async () => {
        const { events } = await door.trail(known);
        if (events.length === told) {
          over = checked;
          return [];
        }
        const [request, mails] = await Promise.all([door.request(known), mailsAbout(known)]);
        const tellings = tellTrail(story, told, { events, request, mails });
        told = events.length;
        if (!checked && !isOpen(request.status)) tellings.push(await check(request));
        return tellings;
      });
    },
    async found() {
      const known = { ec2, troubles: [...troubles] };
      if (!id) return { ...known, mails: [] };
      const [request, trail, mails] = await Promise.all([door.request(id), door.trail(id), mailsAbout(id)]);
      return { ...known, request, trail, mails };
    },
  };
};
