import { expect, test } from 'vitest';
import { BLOCKS_FILE, compileMails } from '../../infra/compile-mails.ts';

test('the parts of the mails are those that MJML makes of mail.mjml: else run infra/compile-mails.ts', async () => {
  await expect(await compileMails()).toMatchFileSnapshot(BLOCKS_FILE);
});
