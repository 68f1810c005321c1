import { expect, test } from 'vitest';
import { parseEndpoint } from '../../../cli/client/endpoint.ts';
import { UsageError } from '../../../cli/errors.ts';

test('an API Gateway address names its own Region', () => {
  expect(parseEndpoint('https://a1b2.execute-api.eu-west-1.amazonaws.com/prod/')).toEqual({
    url: 'https://a1b2.execute-api.eu-west-1.amazonaws.com/prod',
    isLoopback: false,
    region: 'eu-west-1',
  });
});

test.each([
  ['cn-north-1', 'amazonaws.com.cn'],
  ['us-gov-west-1', 'amazonaws.com'],
  ['eusc-de-east-1', 'amazonaws.eu'],
])('an address of API Gateway names the Region %s', (region, domain) => {
  expect(parseEndpoint(`https://a1b2.execute-api.${region}.${domain}`).region).toBe(region);
});

test.each(['http://127.0.0.1:3000', 'http://localhost:3000/', 'http://[::1]:3000'])(
  '%s is this machine',
  (url) => {
    expect(parseEndpoint(url)).toMatchObject({ isLoopback: true, region: undefined });
  },
);

test.each([undefined, '', 'peerway', 'ftp://peerway.example', 'https://peerway.example/?a=b'])(
  '%s is none',
  (url) => {
    expect(() => parseEndpoint(url)).toThrow(UsageError);
  },
);

test.each(['https://127.0.0.1.evil.example', 'https://localhost.evil.example'])('%s is elsewhere', (url) => {
  expect(parseEndpoint(url).isLoopback).toBe(false);
});
