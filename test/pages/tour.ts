import { SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import type { Page } from 'playwright-core';
import { invokeFunction } from '../../local/functions.ts';
import type { Stack } from '../../local/stack.ts';
import { awayTour } from './away-tour.ts';
import { lifeTour } from './life-tour.ts';
import { reviewTour } from './review-tour.ts';
import { ANALYTICS_ENTRY, ANNA, ARUN, actors, DAY, HOUR, PAT, PRIYA, type Sight } from './scenes.ts';

const LAKE = `Settlement files for the month’s close are written to the lake every night. Today they take a detour over the public internet, through a bastion that is to be switched off in March.

Ticket NET-4711; security review by Ines on 12 November.`;

/** Ends the execution that follows a request, as a fault would. */
const stop = ({ stateMachineArn }: Stack, id: string) =>
  new SFNClient({}).send(
    new StopExecutionCommand({
      executionArn: `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${id}`,
    }),
  );

/** Every page in every state that it has, in the order in which they come about in nine days. */
export async function* tour(stack: Stack): AsyncGenerator<Sight> {
  const { pass, submit, linkOf, linkToRead, send, putAccount, boardLink, checkUnknown } = actors(stack);
  const quorumOf = (required_approvals: number) =>
    putAccount('222222222222', { ...ANALYTICS_ENTRY, required_approvals });

  yield { name: 'api-reference', url: `${stack.endpoints.api}/docs` };
  await quorumOf(1);
  const open = await submit('paymentsUs', 'analyticsEu', LAKE);
  await submit('paymentsEu', 'analyticsOverlap', 'Cohorts for the retention study.');
  const openLink = await linkOf(ANNA, open, 'decisions');
  yield { name: 'decision-open', url: openLink };
  const click = (name: string) => (page: Page) =>
    Promise.all([page.waitForNavigation(), page.getByRole('button', { name }).click()]);
  yield { name: 'decision-reject-without-comment', url: openLink, act: click('Reject') };
  yield {
    name: 'decision-foreign-form',
    url: openLink,
    act: async (page) => {
      await page
        .locator('.panel [name=form_token]')
        .evaluate((input) => input.setAttribute('value', 'forged'));
      await click('Accept')(page);
    },
  };
  yield {
    name: 'decision-list-mailed',
    url: openLink,
    act: async (page) => {
      // It is mailed once an hour.
      const form = page.getByRole('button', { name: 'Mail me the list' });
      if (await form.isVisible()) await click('Mail me the list')(page);
    },
  };
  const absence = openLink.replace('/decisions/', '/absences/');
  yield { name: 'absence', url: absence };
  yield {
    name: 'absence-refused',
    url: absence,
    act: async (page) => {
      await page.locator('#until').evaluate((input) => input.removeAttribute('min'));
      await page.locator('#until').fill('2020-01-01');
      await click('I’m away')(page);
    },
  };
  yield { name: 'dead-link', url: `${openLink.slice(0, -43)}${'A'.repeat(43)}` };
  yield { name: 'status-waiting', url: await linkOf(PRIYA, open, 'status') };
  yield { name: 'status-read-only', url: await linkToRead('111111111111', open) };

  const elsewhere = await submit('paymentsEu', 'partnerEu', 'Chargebacks with the partner.');
  yield { name: 'decision-elsewhere', url: await linkOf(PAT, elsewhere, 'decisions') };

  await quorumOf(2);
  const quorum = await submit('paymentsEu', 'analyticsUs', 'Fraud scoring reads payment events.');
  const quorumLink = await linkOf(ANNA, quorum, 'decisions');
  await send(quorumLink, { decision: 'accept', comment: '' });
  yield { name: 'decision-one-of-two', url: quorumLink };
  yield { name: 'decision-second-of-two', url: await linkOf(ARUN, quorum, 'decisions') };

  await quorumOf(1);
  const accepted = await submit('paymentsEu', 'analyticsEu', 'Monthly reports.');
  const acceptedLink = await linkOf(ANNA, accepted, 'decisions');
  await send(acceptedLink, { decision: 'accept', comment: 'Fits our address plan.' });
  yield { name: 'decision-accepting', url: acceptedLink };
  yield { name: 'status-accepting', url: await linkOf(PRIYA, accepted, 'status') };
  await pass(HOUR);
  yield { name: 'decision-active', url: acceptedLink };
  yield { name: 'decision-by-another', url: await linkOf(ARUN, accepted, 'decisions') };
  yield { name: 'status-active', url: await linkOf(PRIYA, accepted, 'status') };

  const rejected = await submit('paymentsUs', 'analyticsUs', 'Card data for a churn model.');
  await send(await linkOf(ARUN, rejected, 'decisions'), {
    decision: 'reject',
    comment: 'Card data stays in this VPC. Ask for the masked export.',
  });
  await pass(HOUR);
  yield { name: 'decision-rejected', url: await linkOf(ARUN, rejected, 'decisions') };
  yield { name: 'status-rejected', url: await linkOf(PRIYA, rejected, 'status') };

  const connect = { routes: true, dns_resolution: true };
  const lake = await submit('paymentsLedger', 'analyticsLake', 'The ledger reads the lake.', { connect });
  const lakeLink = await linkOf(ANNA, lake, 'decisions');
  yield { name: 'connect-decision', url: lakeLink };
  const legacy = await submit('analyticsUs', 'paymentsLegacy', 'Old reports.', {
    connect,
    contact_email: ANNA,
  });
  const legacyLink = await linkOf(PRIYA, legacy, 'decisions');
  yield { name: 'connect-decision-in-the-way', url: legacyLink };
  yield { name: 'connect-status-waiting', url: await linkOf(ANNA, legacy, 'status') };
  for (const link of [lakeLink, legacyLink]) {
    await send(link, { decision: 'accept', comment: '', connect: 'yes' });
  }
  await pass(HOUR);
  yield { name: 'connect-status-connected', url: await linkOf(PRIYA, lake, 'status') };
  yield { name: 'connect-decision-partial', url: legacyLink };
  const active = await boardLink();
  yield { name: 'connect-board', url: `${active}?status=active` };
  yield { name: 'connect-board-request', url: `${active}/requests/${legacy}` };

  await pass(2 * DAY);
  await submit('analyticsUs', 'partnerUs', 'A shared queue.', { contact_email: ANNA });
  await pass(2 * DAY);
  yield { name: 'status-half-way', url: await linkOf(PRIYA, open, 'status') };
  const failed = await submit('paymentsUs', 'partnerOverlap', 'Card tokens from the partner.');
  await pass(HOUR);
  yield { name: 'status-failed', url: await linkOf(PRIYA, failed, 'status') };

  await pass(2 * DAY + 17 * HOUR);
  await submit('analyticsEu', 'partnerEu', 'Weekly exports for the audit.', { contact_email: ANNA });
  const stuck = await submit('paymentsUs', 'analyticsUs', 'Reports, again.');
  await stop(stack, stuck);
  await send(await linkOf(ANNA, stuck, 'decisions'), { decision: 'accept', comment: '' });
  await pass(HOUR);
  const board = await boardLink();
  yield { name: 'board', url: board };
  await invokeFunction('schedules/update-register', {});
  yield { name: 'board-connections', url: `${board}?view=connections` };
  yield { name: 'board-request', url: `${board}/requests/${stuck}` };
  yield { name: 'board-nothing-found', url: `${board}?account=999999999999` };
  yield { name: 'decision-late', url: await linkOf(ANNA, open, 'decisions') };

  await pass(9 * HOUR);
  yield { name: 'decision-expired', url: await linkOf(ANNA, open, 'decisions') };
  const expired = await linkOf(PRIYA, open, 'status');
  yield { name: 'status-expired', url: expired };
  const again = await send(expired, {});
  yield { name: 'status-asked-again-new', url: again.url };
  yield { name: 'status-asked-again-old', url: expired };

  yield* lifeTour(stack);
  yield* awayTour(stack);
  yield* reviewTour(stack);
  for (const missing of ['444444444444', '555555555555', '555555555555']) await checkUnknown(missing);
}
