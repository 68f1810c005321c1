import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamodbLinks } from '../../functions/adapters/dynamodb-links.ts';
import { TIME_TO_LIVE } from '../../functions/adapters/table.ts';
import { formToken, isFormToken } from '../../functions/domain/links/form-token.ts';
import type { BoardLink, Link, Links } from '../../functions/domain/links/ports.ts';
import { onEngine, openStore, type Store } from './engines.ts';

const ENDS_AT = '2026-03-09T09:00:00.000Z';

const forAnna: Omit<Link, 'form_key'> = {
  request_id: 'pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8',
  purpose: 'decide',
  person: 'anna@analytics.example',
  expires_at: ENDS_AT,
  between: {
    requester: { vpc_id: 'vpc-a', owner_id: '111111111111', region: 'us-east-1' },
    accepter: { vpc_id: 'vpc-b', owner_id: '222222222222', region: 'eu-west-1' },
  },
};

const sha256 = (token: string): string => createHash('sha256').update(token).digest('hex');

onEngine('links', (engine) => {
  let store: Store;
  let links: Links;

  beforeAll(async () => {
    store = await openStore(engine);
    links = dynamodbLinks(store.db, store.transientTableName, store.tableName);
  });
  afterAll(() => store.close());

  const minted = async (): Promise<{ token: string; link: Link }> => {
    const token = await links.mint(forAnna);
    return { token, link: (await links.find(token)) as Link };
  };

  const rawItemOf = async (token: string) => {
    const items = await store.rawItems();
    return items.find(({ pk }) => pk === `LINK#${sha256(token)}`);
  };

  it('are found by their token', async () => {
    const token = await links.mint(forAnna);
    const link = await links.find(token);
    expect(link).toEqual({ ...forAnna, form_key: expect.any(String) });
  });

  it('have tokens of 256 random bits that fit in a URL, none like another', async () => {
    const tokens = await Promise.all(Array.from({ length: 20 }, () => links.mint(forAnna)));
    expect(new Set(tokens).size).toBe(20);
    for (const token of tokens) {
      expect(token).toMatch(/^[\w-]{43}$/);
      expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    }
  });

  it('are kept under the hash of their token, and the token is nowhere in the table', async () => {
    const token = await links.mint(forAnna);
    expect(await rawItemOf(token)).toBeDefined();
    const table = JSON.stringify(await store.rawItems());
    expect(table).toContain(sha256(token));
    expect(table).not.toContain(token);
    expect(table).not.toContain(Buffer.from(token, 'base64url').toString('hex'));
  });

  it('have a form key each, which is not made of the token', async () => {
    const tokens = [await links.mint(forAnna), await links.mint(forAnna)];
    const [one, other] = await Promise.all(tokens.map((token) => links.find(token)));
    expect(one?.form_key).toMatch(/^[\w-]{43}$/);
    expect(other?.form_key).not.toBe(one?.form_key);
    expect(tokens).not.toContain(one?.form_key);
    expect(tokens.map(sha256)).not.toContain(one?.form_key);
    expect(one && isFormToken(one, tokens[0] ?? '')).toBe(false);
  });

  it('leave the table thirty days after they died, in the seconds that DynamoDB counts', async () => {
    const token = await links.mint({ ...forAnna, expires_at: '2026-03-09T09:00:00.500Z' });
    const item = await rawItemOf(token);
    expect(item?.[TIME_TO_LIVE]).toBe(Date.parse('2026-04-08T09:00:01.000Z') / 1000);
  });

  it('to read a request and to the board leave it when they die: nobody can open them any more', async () => {
    const dead = { person: 'arn:aws:iam::999999999999:user/nora', expires_at: ENDS_AT };
    const { request_id } = forAnna;
    for (const token of [
      await links.mint({ ...dead, purpose: 'read', sides: ['requester'], request_id }),
      await links.mint({ ...dead, purpose: 'board' }),
    ]) {
      expect((await rawItemOf(token))?.[TIME_TO_LIVE]).toBe(Date.parse(ENDS_AT) / 1000);
    }
  });

  it('that died are found still, so that their visitor learns how it ended', async () => {
    const token = await links.mint({ ...forAnna, expires_at: '2020-01-01T00:00:00.000Z' });
    expect(await links.find(token)).toMatchObject({ expires_at: '2020-01-01T00:00:00.000Z' });
  });

  it('of the board are found like any other', async () => {
    const board: Omit<BoardLink, 'form_key'> = {
      purpose: 'board',
      person: 'arn:aws:iam::999999999999:user/nora',
      expires_at: ENDS_AT,
    };
    const found = await links.find(await links.mint(board));
    expect(found).toEqual({ ...board, form_key: expect.any(String) });
  });

  describe('whose form was used', () => {
    it('take that form no more, and the next one', async () => {
      const { token, link } = await minted();
      await links.renewForms(token, link);
      const renewed = await links.find(token);
      expect(renewed).toEqual({ ...link, form_key: expect.stringMatching(/^[\w-]{43}$/) });
      expect(renewed && isFormToken(renewed, formToken(link))).toBe(false);
      expect(renewed && isFormToken(renewed, formToken(renewed))).toBe(true);
    });

    it('are renewed once when twins of one form come together', async () => {
      const { token, link } = await minted();
      await links.renewForms(token, link);
      const renewed = await links.find(token);
      await links.renewForms(token, link);
      expect(await links.find(token)).toEqual(renewed);
    });

    it('are not made by it where there was none', async () => {
      const { link } = await minted();
      await links.renewForms('unknown', link);
      expect(await links.find('unknown')).toBeUndefined();
    });
  });

  describe('that are not there', () => {
    it('are not found: an unknown token, an empty one, one that was cut', async () => {
      const token = await links.mint(forAnna);
      for (const wrong of ['unknown', '', token.slice(0, -1), `${token}A`]) {
        expect(await links.find(wrong)).toBeUndefined();
      }
    });

    it('are not found by what lies in the table', async () => {
      const token = await links.mint(forAnna);
      const { pk, form_key } = (await rawItemOf(token)) ?? {};
      for (const stolen of [sha256(token), String(pk), String(form_key)]) {
        expect(await links.find(stolen)).toBeUndefined();
      }
    });
  });
});
