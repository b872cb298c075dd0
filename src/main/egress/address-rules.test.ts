import { describe, expect, it } from 'vitest';
import type { DestinationClass } from '../../privacy/destination.ts';
import { addressPermitted } from './address-rules.ts';

const cases: readonly (readonly [DestinationClass, string, string, boolean])[] = [
  ['loopback', 'localhost', '127.0.0.1', true],
  ['loopback', 'localhost', '127.8.8.8', true],
  ['loopback', 'localhost', '::1', true],
  ['loopback', 'localhost', '::ffff:127.0.0.1', true],
  ['loopback', 'localhost', '0.0.0.0', false],
  ['loopback', 'localhost', '10.0.0.1', false],
  ['loopback', 'localhost', '::ffff:10.0.0.1', false],
  ['loopback', 'localhost', 'not an address', false],
  ['loopback', '[::1]', '::1', true],
  ['on-prem', 'gpu.corp', '10.1.2.3', true],
  ['on-prem', 'gpu.corp', 'fd00::1', true],
  ['on-prem', 'gpu.corp', '8.8.8.8', false],
  ['on-prem', 'gpu.corp', '169.254.169.254', false],
  ['on-prem', '8.8.8.8', '8.8.8.8', true],
  ['on-prem', '8.8.8.8', '8.8.4.4', false],
  ['cloud', 'api.example.com', '8.8.8.8', true],
  ['cloud', 'nas.local', '192.168.1.4', true],
  ['cloud', 'api.example.com', '127.0.0.1', false],
  ['cloud', 'api.example.com', '::1', false],
  ['cloud', 'api.example.com', '169.254.169.254', false],
  ['cloud', 'api.example.com', '0.0.0.0', false],
  ['cloud', 'api.example.com', '224.0.0.1', false],
  ['cloud', '192.168.1.4', '192.168.1.4', true],
  ['cloud', '0.0.0.0', '0.0.0.0', false],
  ['in-process', 'localhost', '127.0.0.1', false],
];

describe('addressPermitted', () => {
  it.each(cases)('%s: %s at %s is %s', (kind, host, address, permitted) => {
    expect(addressPermitted(kind, host, address)).toBe(permitted);
  });
});
