import { isOpen } from '../../functions/domain/request/status.ts';
import type { Email } from '../inbox.ts';
import type { Stack } from '../stack.ts';
import { type ApiRequest, apiClient } from './api-client.ts';
import { describeInEc2 } from './ec2-as-account.ts';
import { firstName } from './event-text.ts';
import type { Outcome } from './mismatches.ts';
import { narrateTrail } from './narrate-trail.ts';
import type { NarratedLine } from './narrated-line.ts';
import { performAct } from './perform-act.ts';
import type { Act, Story } from './story.ts';

/** A story while it runs. */
export type StoryRun = {
  readonly story: Story;
  /** Whether the request has ended and everything about it has been narrated. */
  readonly isOver: boolean;
  submit(): Promise<NarratedLine[]>;
  act(act: Act): Promise<NarratedLine[]>;
  /** Narrates what is new in the trail, in the inbox and, once the request has ended, in EC2. */
  refresh(): Promise<NarratedLine[]>;
  collectOutcome(): Promise<Outcome>;
};

export const startStory = (story: Story, { clock, inbox, endpoints }: Stack): StoryRun => {
  const api = apiClient(endpoints.api, story.account);
  const problems = new Set<string>();
  let id: string | undefined;
  let narratedEvents = 0;
  let ec2: Outcome['ec2'];
  let isChecked = false;
  let isOver = false;

  const lineNow = (who: string, text: string): NarratedLine => ({ at: clock.now(), story, who, text });

  /** A failure is narrated in its own story, and the other stories continue. */
  const narrateFailure = async (who: string, run: () => Promise<NarratedLine[]>): Promise<NarratedLine[]> => {
    try {
      return await run();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const problem = `${who}: ${message}.`;
      if (problems.has(problem)) return [];
      problems.add(problem);
      return [{ ...lineNow(who, message), isError: true }];
    }
  };

  const findMails = async (request: string): Promise<Email[]> =>
    (await inbox.emails()).filter(({ subject }) => subject.includes(request));

  /** EC2 is queried when the request ends, because some hours later it no longer shows the connection. */
  const checkEc2 = async (request: ApiRequest): Promise<NarratedLine> => {
    const { vpc_owner_id: account, vpc_region: region, vpc_peering_connection_id: connection } = request;
    if (connection) ec2 = await describeInEc2({ endpoint: endpoints.ec2, account, region }, connection);
    isChecked = true;
    return {
      ...lineNow('check', `EC2 reports ${ec2?.status ?? 'no connection'} to account ${account}`),
      status: request.status,
    };
  };

  return {
    story,
    get isOver() {
      return isOver;
    },
    submit: () =>
      narrateFailure('API', async () => {
        ({ id } = await api.submit(story.request));
        return [];
      }),
    act: (act) =>
      narrateFailure(firstName(act.who), async () => {
        if (!id) throw new Error('there is no request to decide');
        const seen = await performAct(act, id, story.request.peer_owner_id, { inbox, endpoints });
        return [lineNow(firstName(act.who), seen)];
      }),
    async refresh() {
      const requestId = id;
      if (!requestId || isOver) return [];
      return narrateFailure('API', async () => {
        const { events } = await api.getTrail(requestId);
        if (events.length === narratedEvents) {
          isOver = isChecked;
          return [];
        }
        const [request, mails] = await Promise.all([api.getRequest(requestId), findMails(requestId)]);
        const narration = narrateTrail(story, narratedEvents, { events, request, mails });
        narratedEvents = events.length;
        if (!isChecked && !isOpen(request.status)) narration.push(await checkEc2(request));
        return narration;
      });
    },
    async collectOutcome() {
      const known = { ec2, problems: [...problems] };
      if (!id) return { ...known, mails: [] };
      const [request, trail, mails] = await Promise.all([
        api.getRequest(id),
        api.getTrail(id),
        findMails(id),
      ]);
      return { ...known, request, trail, mails };
    },
  };
};
