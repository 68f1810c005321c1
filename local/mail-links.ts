import type { Inbox } from './inbox.ts';

/** Finds the decision links in the emails about a request, newest first. */
export const findDecisionLinks = async (
  inbox: Inbox,
  requestId: string,
): Promise<{ to: string; url: string }[]> => {
  const mails = (await inbox.emails()).filter(({ subject }) => subject.includes(requestId));
  return mails.reverse().flatMap(({ destination, body }) => {
    const url = /https?:\/\/\S+\/decisions\/[\w-]+/.exec(body.text ?? '')?.[0];
    return url ? [{ to: destination.to[0] ?? '', url }] : [];
  });
};
