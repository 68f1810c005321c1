import { CreateTagsCommand } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { VPC } from '../../local/seed.ts';
import { ACROSS, type Journey, PAYMENTS, startJourney } from '../journey/journey.ts';
import { boardLink, linkIn } from './mail-link.ts';
import { ANNA } from './scenes.ts';

const CONTACT = 'r&d+peering@payments.example';

let journey: Journey;
let id: string;
let pages: { decision: string; status: string; board: string };

beforeAll(async () => {
  journey = await startJourney();
  const Tags = [{ Key: 'Name', Value: `<b>pay\n\u202e${'x'.repeat(200)}` }];
  await journey
    .ec2As(PAYMENTS, 'us-east-1')
    .send(new CreateTagsCommand({ Resources: [VPC.paymentsUs], Tags }));
  ({ id } = await journey.submit({ ...ACROSS, contact_email: CONTACT }));
  const shown = async (link: string) => (await fetch(link)).text();
  pages = {
    decision: await shown(await linkIn(journey, ANNA, id, 'decisions')),
    status: await shown(await linkIn(journey, CONTACT, id, 'status')),
    board: await shown(`${await boardLink(journey)}/requests/${id}`),
  };
});
afterAll(() => journey.close());

test('VPCs have their Name tags beside their IDs, the accepter’s only for its own side', () => {
  for (const [name, page] of Object.entries(pages)) {
    expect(page, name).toMatch(/<dt>Name tag<\/dt><dd><bdi>&lt;b&gt;pay x+…<\/bdi>/);
    expect(page, name).not.toContain('<b>pay');
    expect(page.includes('<bdi>analytics-eu</bdi>'), name).toBe(name !== 'status');
  }
});

test('the approver’s page names whom to ask, in a mail that names the request and no link', () => {
  const [, href, text] = /Questions\? Ask <a href="([^"]*)">([^<]*)<\/a>/.exec(pages.decision) ?? [];
  expect(href).toBe(`mailto:r%26d%2Bpeering@payments.example?subject=Peering%20request%20${id}`);
  expect(text).toBe('r&amp;d+peering@payments.example');
  expect(pages.status + pages.board).not.toContain('mailto:');
});

test('a request without a contact has nobody to ask', async () => {
  const { contact_email: _, ...body } = ACROSS;
  const other = await journey.submit({ ...body, peer_vpc_id: VPC.analyticsUs, peer_region: 'us-east-1' });
  const page = await (await fetch(await linkIn(journey, ANNA, other.id, 'decisions'))).text();
  expect(page).not.toContain('Questions?');
});
